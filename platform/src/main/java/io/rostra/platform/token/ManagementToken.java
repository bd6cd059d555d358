package io.rostra.platform.token;

import java.time.Instant;

/// The verified claims of a management token: a backend that acts for a workspace.
///
/// @param accessKey names the key pair that signed it
public record ManagementToken(String workspaceId, String accessKey, Instant expiresAt) {}
