package io.rostra.platform.store;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A live stream of a room, as remembered.
///
/// @param sessionId empty when nobody was in the room
/// @param playlistPath path on this server; empty until it can be played
/// @param startedBy id of a peer; empty when it was a backend
/// @param stoppedBy id of a peer; empty when it was a backend, or it stopped by itself
/// @param recorded whether it was recorded along
/// @param reason why it stopped or failed, in plain words
public record LiveStreamRun(
        String id,
        String roomId,
        String sessionId,
        Status status,
        String playlistPath,
        String destination,
        String startedBy,
        String stoppedBy,
        String reason,
        boolean recorded,
        Instant createdAt,
        @Nullable Instant startedAt,
        Instant updatedAt,
        @Nullable Instant stoppedAt) {

    public enum Status {
        STARTING,
        RUNNING,
        STOPPING,
        COMPLETED,
        FAILED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean over() {
            return this == COMPLETED || this == FAILED;
        }
    }
}
