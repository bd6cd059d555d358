package io.rostra.platform.token;

import java.time.Instant;

/// The verified claims of an app token: who may join which room in which role.
///
/// @param raw the token as it was presented; never log it
public record AppToken(
        String raw,
        String workspaceId,
        String roomId,
        String userId,
        String role,
        Instant expiresAt) {

    @Override
    public String toString() {
        return "AppToken[room=" + roomId + ", user=" + userId + ", role=" + role + "]";
    }
}
