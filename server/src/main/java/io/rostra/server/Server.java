package io.rostra.server;

import io.rostra.platform.operator.SecretToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A running server: from a configuration to open ports, and back.
public final class Server implements AutoCloseable {

    /// Bytes. Clients send their token in the query of the WebSocket's URL.
    private static final int MAX_REQUEST_LINE = 16 * 1024;

    /// Clients ping every few seconds; who is silent for so long is gone.
    private static final int IDLE_SECONDS = 120;

    private static final int CLOSE_SECONDS = 3;

    private final Started started;
    private final HttpServer http;
    private final Wiring.Built built;

    private Server(Started started, HttpServer http, Wiring.Built built) {
        this.started = started;
        this.http = http;
        this.built = built;
    }

    /// @throws StartException when the server cannot start, with the reason in plain words
    public static Server start(ServerConfig config) throws StartException {
        var started = new Started();
        try {
            Vertx vertx = Vertx.vertx(options());
            started.add(() -> await(vertx.close()));
            Wiring.Built built = new Wiring(config, started).build(vertx);
            HttpServer http = listen(vertx, built, config);
            started.add(() -> await(http.close()));
            return new Server(started, http, built);
        } catch (UncheckedIOException e) {
            started.close();
            throw new StartException(e.getMessage() + " (" + e.getCause() + ")");
        } catch (RuntimeException | StartException e) {
            started.close();
            throw e;
        }
    }

    /// We serve no files from the class path, so no cache folder is needed for them.
    private static VertxOptions options() {
        return new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false));
    }

    /// The TCP port in use, also when the configuration left the choice to the system.
    public int port() {
        return http.actualPort();
    }

    /// What lets the operator choose a password for the dashboard; empty when there is one.
    Optional<SecretToken> passwordLink() {
        return built.passwordLink();
    }

    private static HttpServer listen(Vertx vertx, Wiring.Built built, ServerConfig config)
            throws StartException {
        HttpServerOptions options =
                built.http().setHost(config.host()).setPort(config.port()).setTcpNoDelay(true);
        Optional<Tls> tls =
                config.tls().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Tls.load(vertx, config.tls().get()));
        tls.ifPresent(present -> present.configure(options));
        try {
            HttpServer http =
                    vertx.createHttpServer(options)
                            .requestHandler(built.routes())
                            .listen()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
            tls.ifPresent(present -> present.follow(http));
            return http;
        } catch (CompletionException e) {
            throw StartException.cannotListen(
                    "TCP port",
                    config.port(),
                    "ROSTRA_PORT",
                    Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /// Ends what goes on in rooms, see [Drain], then closes.
    ///
    /// @param atMost for the former
    void stop(Duration atMost) {
        built.drain().run(atMost);
        close();
    }

    @Override
    public void close() {
        started.close();
    }

    private static void await(Future<?> closing) throws Exception {
        closing.toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
