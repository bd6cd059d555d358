package io.rostra.platform.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A time in which somebody was in a room, as remembered.
///
/// @param updatedAt of an ended session: when it ended
/// @param peers everybody who was there, in the order they came
public record Session(
        String id,
        String workspaceId,
        String roomId,
        boolean active,
        Instant createdAt,
        Instant updatedAt,
        List<SessionPeer> peers) {

    /// @param leftAt null while there
    /// @param reason why it left; null while there
    public record SessionPeer(
            String sessionId,
            String peerId,
            String name,
            String role,
            String userId,
            Instant joinedAt,
            @Nullable Instant leftAt,
            @Nullable String reason) {}

    /// Somebody was not let in.
    ///
    /// @param cause in plain words
    public record JoinFailure(
            String id,
            String roomId,
            String peerId,
            String userId,
            String role,
            String cause,
            Instant at) {}
}
