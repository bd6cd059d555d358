package io.rostra.server;

import io.rostra.platform.live.Intake;
import io.rostra.platform.store.Database;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/healthz`: the process answers. `/readyz`: it can take work, since its store does and nobody
/// has told it to take none any more.
final class Health {

    private static final Logger log = LoggerFactory.getLogger(Health.class);

    private final Database database;
    private final Intake intake;

    Health(Database database, Intake intake) {
        this.database = database;
        this.intake = intake;
    }

    void mount(Router router) {
        router.get("/healthz").handler(context -> say(context.response(), 200, "ok"));
        router.get("/readyz").handler(this::ready);
    }

    private void ready(RoutingContext context) {
        if (!intake.isOpen()) {
            say(context.response(), 503, "the server is about to stop");
            return;
        }
        Context loop = context.vertx().getOrCreateContext();
        Thread.ofVirtual()
                .name("readyz")
                .start(() -> {
                    boolean ready = isReady();
                    loop.runOnContext(_ ->
                            say(
                                    context.response(),
                                    ready ? 200 : 503,
                                    ready ? "ready" : "the store does not answer"));
                });
    }

    private boolean isReady() {
        try {
            return database.isUsable();
        } catch (RuntimeException e) {
            log.warn("The store does not answer", e);
            return false;
        }
    }

    private static void say(HttpServerResponse response, int status, String text) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end("{\"status\":\"" + text + "\"}");
    }
}
