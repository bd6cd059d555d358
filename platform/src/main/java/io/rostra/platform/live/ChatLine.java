package io.rostra.platform.live;

import java.time.Instant;

/// What a peer said to everybody in a room.
public record ChatLine(
        Instant at, String peerId, String userId, String name, String role, String message) {}
