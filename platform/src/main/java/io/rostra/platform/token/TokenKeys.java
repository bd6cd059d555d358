package io.rostra.platform.token;

import com.auth0.jwt.algorithms.Algorithm;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import io.rostra.platform.workspace.Workspaces;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The keys of all workspaces, held in memory so that a token is verified without touching the
/// store. Thread-safe.
public final class TokenKeys {

    private final Workspaces workspaces;

    public TokenKeys(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    public TokenKeys(List<Workspace> workspaces) {
        this(new Workspaces(workspaces, List.of()));
    }

    /// @param now when a key that was replaced must still count
    Optional<Key> find(String accessKey, Instant now) {
        return workspaces
                .byAccessKey(accessKey)
                .map(TokenKeys::key)
                .or(() ->
                        workspaces
                                .retiredByAccessKey(accessKey)
                                .filter(retired -> now.isBefore(retired.expiresAt()))
                                .map(retired -> key(retired.workspaceId(), retired.keys())));
    }

    static Key key(Workspace workspace) {
        return key(workspace.id(), workspace.keys());
    }

    private static Key key(String workspaceId, KeyPair keys) {
        return new Key(workspaceId, keys.accessKey(), Algorithm.HMAC256(keys.secret()));
    }

    record Key(String workspaceId, String accessKey, Algorithm algorithm) {}
}
