package io.rostra.platform.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom a workspace's token endpoint serves, of those whom the server's setting admits. Empty lists
/// restrict nothing.
///
/// @param enabled null counts as true
/// @param origins of pages that may ask, such as `https://app.example.org`; with some, nobody else
///   may
/// @param rooms ids of rooms that there are tokens for
/// @param roles that there are tokens for
public record TokenEndpointRules(
        @Nullable Boolean enabled, List<String> origins, List<String> rooms, List<String> roles) {

    public static final TokenEndpointRules NONE =
            new TokenEndpointRules(true, List.of(), List.of(), List.of());

    public TokenEndpointRules {
        enabled = enabled == null || enabled;
        origins = origins == null ? List.of() : List.copyOf(origins);
        rooms = rooms == null ? List.of() : List.copyOf(rooms);
        roles = roles == null ? List.of() : List.copyOf(roles);
    }

    public boolean on() {
        return !Boolean.FALSE.equals(enabled);
    }

    /// @param origin of the page that asks; null for what is no page
    public boolean servesOrigin(@Nullable String origin) {
        return origins.isEmpty() || (origin != null && origins.contains(origin));
    }

    public boolean servesRoom(String roomId) {
        return rooms.isEmpty() || rooms.contains(roomId);
    }

    public boolean servesRole(String role) {
        return roles.isEmpty() || roles.contains(role);
    }
}
