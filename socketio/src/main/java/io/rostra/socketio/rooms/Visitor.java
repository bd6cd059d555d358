package io.rostra.socketio.rooms;

import org.jspecify.annotations.Nullable;

/// What is known of a socket that has sent a room event. Confined to the server's loop.
final class Visitor {
    /// A burst of small chunks costs as much as their bytes, and this for each.
    private static final int CHUNK_OVERHEAD = 1024;

    private final RateLimit requests;
    private final RateLimit mediaBytes;
    private final RateLimit refusals;

    @Nullable MediaRoom room;
    @Nullable Member member;

    /// A decision on creating or joining is on its way; there is no second one beside it.
    boolean deciding;

    Visitor(RoomLimits limits, long now) {
        requests = new RateLimit(limits.requestsPerSecond(), now);
        mediaBytes = new RateLimit(limits.mediaBytesPerSecond(), now);
        refusals = new RateLimit(limits.refusalsPerSecond(), now);
    }

    boolean mayAsk(long now) {
        return requests.take(1, now);
    }

    boolean maySend(int mediaLength, long now) {
        return mediaBytes.take(mediaLength + CHUNK_OVERHEAD, now);
    }

    /// False when it has been refused so often that it is not a mistake any more.
    boolean mayBeRefused(long now) {
        return refusals.take(1, now);
    }
}
