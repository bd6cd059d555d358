package io.rostra.server;

import io.rostra.signalling.Signalling;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A running server: from a configuration to open ports, and back.
public final class Server implements AutoCloseable {

    private static final int CLOSE_SECONDS = 3;

    private final Started started;
    private final HttpServer http;

    private Server(Started started, HttpServer http) {
        this.started = started;
        this.http = http;
    }

    /// @throws StartException when the server cannot start, with the reason in plain words
    public static Server start(ServerConfig config) throws StartException {
        var started = new Started();
        try {
            Vertx vertx = Vertx.vertx();
            started.add(() -> await(vertx.close()));
            Router router = new Wiring(config, started).build(vertx);
            HttpServer http = listen(vertx, router, config);
            started.add(() -> await(http.close()));
            return new Server(started, http);
        } catch (RuntimeException | StartException e) {
            started.close();
            throw e;
        }
    }

    /// The TCP port in use, also when the configuration left the choice to the system.
    public int port() {
        return http.actualPort();
    }

    private static HttpServer listen(Vertx vertx, Router router, ServerConfig config)
            throws StartException {
        var options =
                Signalling.configure(
                        new HttpServerOptions()
                                .setHost(config.host())
                                .setPort(config.port())
                                .setTcpNoDelay(true));
        try {
            return vertx.createHttpServer(options)
                    .requestHandler(router)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw cannotListen(config, e.getCause());
        }
    }

    private static StartException cannotListen(ServerConfig config, @Nullable Throwable cause) {
        String reason = cause == null ? "" : String.valueOf(cause.getMessage());
        if (cause instanceof BindException || reason.contains("in use")) {
            return new StartException(
                    "Port %d is in use by another program, perhaps another Rostra. Stop it, or start with ROSTRA_PORT=%d."
                            .formatted(config.port(), config.port() + 1));
        }
        return new StartException(
                "Cannot listen on %s, port %d: %s".formatted(config.host(), config.port(), reason));
    }

    @Override
    public void close() {
        started.close();
    }

    private static void await(Future<?> closing) throws Exception {
        closing.toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
