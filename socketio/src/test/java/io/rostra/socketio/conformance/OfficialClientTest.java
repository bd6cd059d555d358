package io.rostra.socketio.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.socketio.Broadcast;
import io.rostra.socketio.ConnectRefusedException;
import io.rostra.socketio.Namespace;
import io.rostra.socketio.Socket;
import io.rostra.socketio.SocketIoOptions;
import io.rostra.socketio.SocketIoServer;
import io.rostra.socketio.engine.EngineOptions;
import io.rostra.socketio.engine.LocalServer;
import io.rostra.socketio.rooms.Admission;
import io.rostra.socketio.rooms.RoomAccess;
import io.rostra.socketio.rooms.RoomEvents;
import io.rostra.socketio.rooms.RoomLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
        Namespace rooms = io.of("/rooms");
        RoomEvents events =
                RoomEvents.install(io, rooms, RoomAccess.anonymous(), RoomLimits.defaults());
        rooms.on(
                "from-elsewhere",
                (_, event) -> {
                    events.relay(
                            event.text(0).orElseThrow(),
                            "elsewhere",
                            event.binary(1).orElseThrow(),
                            (ObjectNode) event.argument(2));
                    event.acknowledge();
                });
        serveSeats(io, io.of("/seats"));
        return LocalServer.start(vertx, io::mount);
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

    /// Rooms of a kind of their own: `auth.mute` keeps from sending, and `out` puts one out.
    private static void serveSeats(SocketIoServer io, Namespace namespace) {
        Map<String, EchoSeat> seats = new HashMap<>();
        RoomAccess access =
                new RoomAccess() {
                    @Override
                    public Future<Admission> create(Socket socket) {
                        return join(socket, "the-one", false);
                    }

                    @Override
                    public Future<Admission> join(Socket socket, String roomId, boolean exists) {
                        EchoSeat seat = seats.computeIfAbsent(socket.id(), _ -> new EchoSeat());
                        boolean mute = socket.auth().path("mute").asBoolean();
                        return Future.succeededFuture(new Admission.Admitted(!mute, true, seat));
                    }
                };
        RoomEvents.install(io, namespace, access, RoomLimits.defaults());
        namespace.on(
                "unmute",
                (socket, event) -> {
                    seats.get(socket.id()).hold().allow(true, true);
                    event.acknowledge();
                });
        namespace.on("out", (socket, _) -> seats.remove(socket.id()).out());
    }

    private static Broadcast room(Namespace namespace, String name) {
        return namespace.to(name);
    }
}
