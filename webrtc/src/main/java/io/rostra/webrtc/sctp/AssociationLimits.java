package io.rostra.webrtc.sctp;

/// Bounds on what one association may hold. Bytes.
///
/// @param receiveBuffer what the peer may send before we took it; advertised as receiver window
/// @param sendBuffer what may wait to be sent
/// @param streams in each direction
public record AssociationLimits(int receiveBuffer, int sendBuffer, int streams) {
    private static final int MIN_BUFFER = 1 << 20;
    private static final int DEFAULT_STREAMS = 1024;

    /// Room for a few messages of the given size in each direction.
    public static AssociationLimits forMessagesOf(int maxMessageSize) {
        int buffer = Math.max(MIN_BUFFER, Math.multiplyExact(4, maxMessageSize));
        return new AssociationLimits(buffer, buffer, DEFAULT_STREAMS);
    }
}
