package io.rostra.platform.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/// The routes of the API as they are added, so that its description can be checked against them.
final class Routes {

    private record Route(HttpMethod method, String path, Handler<RoutingContext> handler) {}

    private final List<Route> routes = new ArrayList<>();

    /// @param path with its parameters in braces, such as `/v2/rooms/{room_id}`
    Routes get(String path, Handler<RoutingContext> handler) {
        return add(HttpMethod.GET, path, handler);
    }

    Routes post(String path, Handler<RoutingContext> handler) {
        return add(HttpMethod.POST, path, handler);
    }

    Routes delete(String path, Handler<RoutingContext> handler) {
        return add(HttpMethod.DELETE, path, handler);
    }

    private Routes add(HttpMethod method, String path, Handler<RoutingContext> handler) {
        routes.add(new Route(method, path, handler));
        return this;
    }

    void mount(Router router) {
        routes.forEach(route ->
                router.route(route.method(), route.path().replace("{", ":").replace("}", ""))
                        .handler(route.handler()));
    }

    /// Such as `GET /v2/rooms/{room_id}`.
    List<String> names() {
        return routes.stream().map(route -> route.method() + " " + route.path()).toList();
    }
}
