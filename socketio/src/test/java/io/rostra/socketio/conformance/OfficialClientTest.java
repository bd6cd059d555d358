package io.rostra.socketio.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rostra.socketio.Broadcast;
import io.rostra.socketio.ConnectRefusedException;
import io.rostra.socketio.Namespace;
import io.rostra.socketio.SocketIoOptions;
import io.rostra.socketio.SocketIoServer;
import io.rostra.socketio.engine.EngineOptions;
import io.rostra.socketio.rooms.RoomAccess;
import io.rostra.socketio.rooms.RoomEvents;
import io.rostra.socketio.rooms.RoomLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Runs the tests in `socketio/conformance`, which use the official JavaScript client, against this
/// server. Skipped when its packages are not installed (`npm ci` there).
final class OfficialClientTest {
    private static final Path SUITE = Path.of("conformance").toAbsolutePath();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void officialClientsAreServed() throws Exception {
        assumeTrue(Files.isDirectory(SUITE.resolve("node_modules")), "npm ci was not run");
        SocketIoOptions options =
                SocketIoOptions.defaults()
                        .withEngine(
                                EngineOptions.defaults()
                                        .withHeartbeat(
                                                Duration.ofMillis(500), Duration.ofSeconds(5))
                                        .withVersion3(true));
        int plain = start(options);
        int recovering = start(options.withRecovery(SocketIoOptions.Recovery.defaults()));
        ProcessBuilder command =
                new ProcessBuilder(
                        "node", "--test", "--test-force-exit", "--test-concurrency=1", "test/");
        command.directory(SUITE.toFile()).redirectErrorStream(true);
        command.environment()
                .putAll(
                        Map.of(
                                "SOCKETIO_URL", "http://127.0.0.1:" + plain,
                                "SOCKETIO_RECOVERY_URL", "http://127.0.0.1:" + recovering));
        Process node = command.start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(output).isZero();
    }

    private int start(SocketIoOptions options) {
        SocketIoServer io = new SocketIoServer(vertx, options);
        serve(io.main());
        io.of("/guarded")
                .use(socket ->
                        socket.auth().path("token").asText().equals("secret")
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        new ConnectRefusedException(
                                                "not allowed", Map.of("code", 7))));
        io.dynamic(
                (name, _) -> name.matches("/room-\\d+"),
                made -> made.on("where", (_, event) -> event.acknowledge(made.name())));
        RoomEvents.install(io, io.of("/rooms"), RoomAccess.anonymous(), RoomLimits.defaults());
        Router router = Router.router(vertx);
        io.mount(router);
        return vertx.createHttpServer(io.configure(new HttpServerOptions()))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private static void serve(Namespace namespace) {
        namespace.on(
                "echo",
                (socket, event) -> {
                    if (event.wantsAck()) {
                        event.acknowledge(event.arguments());
                    } else {
                        socket.emit("echo", event.arguments());
                    }
                });
        namespace.on(
                "ask-me",
                (socket, event) ->
                        socket.emitWithAck(Duration.ofSeconds(1), "question", event.argument(0))
                                .onSuccess(answer -> socket.emit("answered", answer.get(0)))
                                .onFailure(_ -> socket.emit("unanswered")));
        namespace.on(
                "ask-room",
                (_, event) ->
                        room(namespace, event.text(0).orElseThrow())
                                .emitWithAck(Duration.ofSeconds(5), "question", "who?")
                                .onSuccess(event::acknowledge));
        namespace.on(
                "join",
                (socket, event) -> {
                    socket.join(event.text(0).orElseThrow());
                    event.acknowledge();
                });
        namespace.on(
                "leave",
                (socket, event) -> {
                    socket.leave(event.text(0).orElseThrow());
                    event.acknowledge();
                });
        namespace.on(
                "say",
                (socket, event) -> {
                    socket.to(event.text(0).orElseThrow()).emit("said", event.argument(1));
                    event.acknowledge();
                });
        namespace.on(
                "say-except",
                (_, event) -> {
                    room(namespace, event.text(0).orElseThrow())
                            .except(event.text(1).orElseThrow())
                            .emit("said", event.argument(2));
                    event.acknowledge();
                });
        namespace.on("kick", (socket, _) -> socket.disconnect());
        namespace.on("drop", (socket, _) -> socket.close());
    }

    private static Broadcast room(Namespace namespace, String name) {
        return namespace.to(name);
    }
}
