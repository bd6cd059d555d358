package io.rostra.socketio.rooms;

import java.time.Duration;

/// What rooms may cost.
///
/// @param maxRooms rooms at once; those whose members have a [Seat] do not count
/// @param maxMembers members of one room
/// @param maxInitBytes bytes of a stream's initialisation chunk, which is kept for late joiners
/// @param requestsPerSecond of one socket: everything but media
/// @param bytesPerSecond of one socket, media and messages; each counts 1 KiB more than it has
/// @param refusalsPerSecond events of one socket that go wrong; one more ends its connection
/// @param keepEmpty how long a room without members waits for somebody to come back
public record RoomLimits(
        int maxRooms,
        int maxMembers,
        int maxInitBytes,
        int requestsPerSecond,
        int bytesPerSecond,
        int refusalsPerSecond,
        Duration keepEmpty) {

    public RoomLimits {
        if (maxRooms < 1
                || maxMembers < 1
                || maxInitBytes < 0
                || requestsPerSecond < 1
                || bytesPerSecond < 1
                || refusalsPerSecond < 1
                || keepEmpty.isNegative()) {
            throw new IllegalArgumentException("room limits must be positive");
        }
    }

    public static RoomLimits defaults() {
        return new RoomLimits(1_000, 500, 256 * 1024, 50, 8_000_000, 500, Duration.ofMinutes(5));
    }
}
