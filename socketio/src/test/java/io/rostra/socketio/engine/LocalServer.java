package io.rostra.socketio.engine;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.function.Consumer;

/// An HTTP server for a test.
public final class LocalServer {
    private LocalServer() {}

    /// @param routes adds what it serves
    /// @return its port
    public static int start(Vertx vertx, Consumer<Router> routes) {
        Router router = Router.router(vertx);
        routes.accept(router);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }
}
