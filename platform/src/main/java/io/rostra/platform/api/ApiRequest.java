package io.rostra.platform.api;

import io.vertx.core.MultiMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request with its whole body, detached from the connection it came by. Not changed by anyone
/// once made, so any thread may read it.
///
/// @param path the values of the route's parameters
/// @param origin as the client reached us, such as `https://live.example.org`
/// @param page the origin of the page that sends it, or null for what is no page
/// @param client address it came from, see [ClientAddress]
/// @param fromThisMachine see [Locality]
record ApiRequest(
        Map<String, String> path,
        MultiMap query,
        byte[] body,
        String origin,
        @Nullable String page,
        String client,
        boolean fromThisMachine) {

    String pathValue(String name) {
        return String.valueOf(path.get(name));
    }

    QueryParams params() {
        return new QueryParams(query);
    }
}
