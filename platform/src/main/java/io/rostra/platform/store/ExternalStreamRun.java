package io.rostra.platform.store;

import io.rostra.platform.store.LiveStreamRun.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A push of a room to other servers, as remembered.
///
/// @param sessionId empty when nobody was in the room
/// @param addresses where to, without keys
/// @param recording whether a recording was started along with it
/// @param startedBy id of a peer; empty when it was a backend
/// @param stoppedBy id of a peer; empty when it was a backend, or it stopped by itself
/// @param reason why it stopped or failed, in plain words
public record ExternalStreamRun(
        String id,
        String roomId,
        String sessionId,
        Status status,
        List<String> addresses,
        boolean recording,
        String startedBy,
        String stoppedBy,
        String reason,
        Instant createdAt,
        @Nullable Instant startedAt,
        Instant updatedAt,
        @Nullable Instant stoppedAt) {

    public ExternalStreamRun {
        addresses = List.copyOf(addresses);
    }
}
