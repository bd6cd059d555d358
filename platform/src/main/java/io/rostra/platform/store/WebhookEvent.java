package io.rostra.platform.store;

import java.time.Instant;
import java.util.Locale;

/// Something a backend is told, or was.
///
/// @param seq sorts by the order of sending in a room
/// @param eventId what receivers know it by
/// @param attempts so far
/// @param error why the last attempt failed; empty when there was none
/// @param url where it was sent last; empty before
/// @param replayId empty but for a replay
public record WebhookEvent(
        String seq,
        String eventId,
        String workspaceId,
        String roomId,
        String type,
        String payload,
        Status status,
        int attempts,
        String error,
        String url,
        String replayId,
        Instant createdAt) {

    public enum Status {
        PENDING,
        DELIVERED,
        FAILED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
