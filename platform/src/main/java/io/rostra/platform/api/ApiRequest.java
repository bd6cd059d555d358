package io.rostra.platform.api;

import io.vertx.core.MultiMap;
import java.util.Map;

/// A request with its whole body, detached from the connection it came by. Not changed by anyone
/// once made, so any thread may read it.
///
/// @param path the values of the route's parameters
/// @param fromThisMachine see [Locality]
record ApiRequest(Map<String, String> path, MultiMap query, byte[] body, boolean fromThisMachine) {}
