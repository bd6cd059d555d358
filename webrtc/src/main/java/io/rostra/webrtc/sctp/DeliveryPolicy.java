package io.rostra.webrtc.sctp;

/// How a message is to be delivered: in order or not, and when to give it up (RFC 3758, RFC 7496).
///
/// @param maxRetransmits how often a fragment may be sent again; `UNLIMITED` for ever
/// @param lifetimeNanos how long after `send` it is still worth sending; `UNLIMITED` for ever
public record DeliveryPolicy(boolean ordered, long maxRetransmits, long lifetimeNanos) {
    public static final long UNLIMITED = Long.MAX_VALUE;

    public static final DeliveryPolicy RELIABLE = new DeliveryPolicy(true, UNLIMITED, UNLIMITED);

    public DeliveryPolicy inOrder() {
        return new DeliveryPolicy(true, maxRetransmits, lifetimeNanos);
    }
}
