package io.rostra.socketio.rooms;

import org.jspecify.annotations.Nullable;

/// What is known of a socket that has sent a room event. Confined to the server's loop.
final class Visitor {
    /// A burst of small chunks costs as much as their bytes, and this for each.
    private static final int OVERHEAD = 1024;

    private final RateLimit requests;
    private final RateLimit bytes;
    private final RateLimit messageBytes;
    private final RateLimit refusals;

    @Nullable MediaRoom room;
    @Nullable Member member;

    /// A decision on creating or joining is on its way; there is no second one beside it.
    boolean deciding;

    Visitor(RoomLimits limits, long now) {
        requests = new RateLimit(limits.requestsPerSecond(), now);
        bytes = new RateLimit(limits.bytesPerSecond(), now);
        messageBytes =
                new RateLimit(
                        limits.messageBytesPerSecond(),
                        (long) limits.messageBytesPerSecond() * RoomLimits.MESSAGE_BURST_SECONDS,
                        now);
        refusals = new RateLimit(limits.refusalsPerSecond(), now);
    }

    boolean mayAsk(long now) {
        return requests.take(1, now);
    }

    /// @param weight bytes of something that goes to everybody else
    boolean maySend(int weight, long now) {
        return bytes.take(weight + OVERHEAD, now);
    }

    /// @param weight bytes of a message
    boolean mayChat(int weight, long now) {
        return messageBytes.take(weight + OVERHEAD, now) && maySend(weight, now);
    }

    /// False when it has been refused so often that it is not a mistake any more.
    boolean mayBeRefused(long now) {
        return refusals.take(1, now);
    }
}
