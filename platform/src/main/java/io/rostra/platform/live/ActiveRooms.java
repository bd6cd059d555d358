package io.rostra.platform.live;

import java.util.Optional;

/// What the platform asks of live room sessions. Thread-safe snapshots.
public interface ActiveRooms {

    Optional<Snapshot> find(String roomId);

    record Snapshot(String roomId, String sessionId, int peerCount, boolean live) {}
}
