package io.rostra.platform.workspace;

import java.time.Instant;

/// A key pair that was replaced. Tokens signed with it count until it expires.
public record RetiredKey(String workspaceId, KeyPair keys, Instant expiresAt) {}
