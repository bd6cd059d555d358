package io.rostra.platform.token;

import java.time.Instant;

/// The verified claims of a management token: a backend that acts for a workspace.
public record ManagementToken(String workspaceId, Instant expiresAt) {}
