package io.rostra.platform.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/// Lets pages of every origin call, and answers their preflights. For calls that carry a token or
/// need none, never a cookie.
final class Cors implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        context.response().putHeader("Access-Control-Allow-Origin", "*");
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            context.response()
                    .putHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
                    .putHeader(
                            "Access-Control-Allow-Headers",
                            "Authorization, Content-Type, user_agent_v2")
                    .putHeader("Access-Control-Max-Age", "86400")
                    .setStatusCode(204)
                    .end();
        } else {
            context.next();
        }
    }
}
