package io.rostra.platform.store;

import java.time.Instant;

/// With which a program such as OBS pushes into a room.
///
/// @param key the secret; never log it
public record StreamKey(String id, String roomId, String key, Instant createdAt) {

    @Override
    public String toString() {
        return "StreamKey[id=" + id + ", room=" + roomId + "]";
    }
}
