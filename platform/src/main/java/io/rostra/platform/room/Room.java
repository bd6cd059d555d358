package io.rostra.platform.room;

import java.time.Instant;

/// A room as stored. Who is in it now is `signalling.session.RoomSession`; where its packets go is
/// `sfu.Router`.
///
/// @param id 24 lower-case hex digits
public record Room(
        String id,
        String name,
        String description,
        boolean enabled,
        String workspaceId,
        String templateId,
        RoomOptions options,
        Instant createdAt,
        Instant updatedAt) {

    /// A room with nothing of its own.
    public Room(
            String id,
            String name,
            String description,
            boolean enabled,
            String workspaceId,
            String templateId,
            Instant createdAt,
            Instant updatedAt) {
        this(
                id,
                name,
                description,
                enabled,
                workspaceId,
                templateId,
                RoomOptions.NONE,
                createdAt,
                updatedAt);
    }
}
