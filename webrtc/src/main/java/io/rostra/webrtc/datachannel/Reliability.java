package io.rostra.webrtc.datachannel;

import io.rostra.webrtc.sctp.DeliveryPolicy;
import java.time.Duration;

/// How a channel delivers (RFC 8832 section 5.1): ordered or not; for ever, for a number of
/// retransmissions, or for a time.
public sealed interface Reliability {
    Reliability RELIABLE = new Reliable(true);

    boolean ordered();

    record Reliable(boolean ordered) implements Reliability {}

    /// @param count how often a message may be sent again
    record MaxRetransmits(boolean ordered, long count) implements Reliability {}

    /// @param milliseconds how long after `send` a message is still worth sending
    record MaxLifetime(boolean ordered, long milliseconds) implements Reliability {}

    /// How to deliver the channel's messages.
    default DeliveryPolicy policy() {
        long unlimited = DeliveryPolicy.UNLIMITED;
        return switch (this) {
            case Reliable _ -> new DeliveryPolicy(ordered(), unlimited, unlimited);
            case MaxRetransmits(_, var count) -> new DeliveryPolicy(ordered(), count, unlimited);
            case MaxLifetime(_, var milliseconds) ->
                    new DeliveryPolicy(
                            ordered(), unlimited, Duration.ofMillis(milliseconds).toNanos());
        };
    }
}
