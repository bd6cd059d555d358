package io.rostra.platform.store;

import java.time.Instant;

/// A short code that stands for a room and a role.
///
/// @param updatedAt when it was last enabled or disabled
public record RoomCode(
        String code,
        String roomId,
        String role,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt) {}
