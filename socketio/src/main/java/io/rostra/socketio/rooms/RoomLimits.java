package io.rostra.socketio.rooms;

import java.time.Duration;

/// What rooms may cost.
///
/// @param maxRooms rooms at once; those whose members have a [Seat] do not count
/// @param maxMembers members of one room
/// @param maxInitBytes bytes of a stream's initialisation chunk, which is kept for late joiners
/// @param requestsPerSecond of one socket: everything but media
/// @param bytesPerSecond of one socket, media and messages; each counts 1 KiB more than it has
/// @param messageBytesPerSecond of one socket, messages only, and as many at once as
///   [#MESSAGE_BURST_SECONDS] bring: they are never left out for who is slow, as media is, so a
///   flood of them would cost the slow ones their connections
/// @param refusalsPerSecond events of one socket that go wrong; one more ends its connection
/// @param keepEmpty how long a room without members waits for somebody to come back
public record RoomLimits(
        int maxRooms,
        int maxMembers,
        int maxInitBytes,
        int requestsPerSecond,
        int bytesPerSecond,
        int messageBytesPerSecond,
        int refusalsPerSecond,
        Duration keepEmpty) {

    static final int MESSAGE_BURST_SECONDS = 16;

    public RoomLimits {
        if (maxRooms < 1
                || maxMembers < 1
                || maxInitBytes < 0
                || requestsPerSecond < 1
                || bytesPerSecond < 1
                || messageBytesPerSecond < 1
                || refusalsPerSecond < 1
                || keepEmpty.isNegative()) {
            throw new IllegalArgumentException("room limits must be positive");
        }
    }

    public static RoomLimits defaults() {
        return new RoomLimits(
                1_000, 500, 256 * 1024, 50, 8_000_000, 64_000, 500, Duration.ofMinutes(5));
    }
}
