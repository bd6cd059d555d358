package io.rostra.platform.token;

import com.auth0.jwt.algorithms.Algorithm;
import io.rostra.platform.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The keys of all workspaces, held in memory so that a token is verified without touching the
/// store. Immutable.
public final class TokenKeys {

    private final Map<String, Key> byAccessKey;

    public TokenKeys(List<Workspace> workspaces) {
        byAccessKey =
                workspaces.stream()
                        .map(TokenKeys::key)
                        .collect(Collectors.toUnmodifiableMap(Key::accessKey, Function.identity()));
    }

    Optional<Key> find(String accessKey) {
        return Optional.ofNullable(byAccessKey.get(accessKey));
    }

    static Key key(Workspace workspace) {
        return new Key(
                workspace.id(),
                workspace.keys().accessKey(),
                Algorithm.HMAC256(workspace.keys().secret()));
    }

    record Key(String workspaceId, String accessKey, Algorithm algorithm) {}
}
