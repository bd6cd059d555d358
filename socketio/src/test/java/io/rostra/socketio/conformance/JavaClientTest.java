package io.rostra.socketio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.socketio.ConnectRefusedException;
import io.rostra.socketio.SocketIoOptions;
import io.rostra.socketio.SocketIoServer;
import io.rostra.socketio.engine.LocalServer;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The official Java client, which Android applications use.
@Timeout(60)
final class JavaClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Socket> clients = new ArrayList<>();
    private int port;

    @BeforeEach
    void start() {
        SocketIoServer io = new SocketIoServer(vertx, SocketIoOptions.defaults());
        io.main().on("echo", (socket, event) -> socket.emit("echo", event.arguments()));
        io.main().on("ask", (_, event) -> event.acknowledge(event.arguments()));
        io.main()
                .on(
                        "ask-me",
                        (socket, event) ->
                                socket.emitWithAck(Duration.ofSeconds(5), "question", 41)
                                        .onSuccess(answer -> event.acknowledge(answer.get(0))));
        io.of("/guarded")
                .use(socket ->
                        socket.auth().path("token").asText().equals("secret")
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        new ConnectRefusedException(
                                                "not allowed", Map.of("code", 7))));
        port = LocalServer.start(vertx, io::mount);
    }

    @AfterEach
    void stop() {
        clients.forEach(Socket::close);
        vertx.close().await();
    }

    private Socket client(String transports, String path, Map<String, String> auth) {
        IO.Options options =
                IO.Options.builder()
                        .setForceNew(true)
                        .setReconnection(false)
                        .setTransports(transports.split(" "))
                        .setAuth(auth)
                        .build();
        Socket socket = IO.socket(URI.create("http://127.0.0.1:" + port + path), options);
        clients.add(socket);
        return socket;
    }

    private Socket connected(String transports) throws Exception {
        Socket socket = client(transports, "/", Map.of());
        CompletableFuture<Object[]> connected = next(socket, Socket.EVENT_CONNECT);
        socket.connect();
        connected.get(10, TimeUnit.SECONDS);
        return socket;
    }

    private static CompletableFuture<Object[]> next(Socket socket, String event) {
        CompletableFuture<Object[]> arguments = new CompletableFuture<>();
        socket.once(event, arguments::complete);
        return arguments;
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling websocket"})
    void sendsAndReceivesTextAndBytes(String transports) throws Exception {
        Socket socket = connected(transports);
        byte[] bytes = new byte[100_000];
        bytes[99_999] = 7;
        CompletableFuture<Object[]> echo = next(socket, "echo");
        socket.emit("echo", "héllo", bytes, new JSONObject(Map.of("deep", bytes)));
        Object[] got = echo.get(10, TimeUnit.SECONDS);
        assertThat(got[0]).isEqualTo("héllo");
        assertThat(got[1]).isEqualTo(bytes);
        assertThat(((JSONObject) got[2]).get("deep")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling websocket"})
    void acknowledgesBothWays(String transports) throws Exception {
        Socket socket = connected(transports);
        CompletableFuture<Object[]> answer = new CompletableFuture<>();
        socket.emit("ask", new Object[] {"x", new byte[] {1}}, answer::complete);
        assertThat(answer.get(10, TimeUnit.SECONDS)).containsExactly("x", new byte[] {1});
        socket.on("question", arguments -> ((Ack) arguments[1]).call((int) arguments[0] + 1));
        CompletableFuture<Object[]> asked = new CompletableFuture<>();
        socket.emit("ask-me", new Object[] {}, asked::complete);
        assertThat(asked.get(10, TimeUnit.SECONDS)).containsExactly(42);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling"})
    void entersANamespaceWithTheRightToken(String transports) throws Exception {
        Socket refused = client(transports, "/guarded", Map.of("token", "wrong"));
        CompletableFuture<Object[]> error = next(refused, Socket.EVENT_CONNECT_ERROR);
        refused.connect();
        assertThat(((JSONObject) error.get(10, TimeUnit.SECONDS)[0]).get("message"))
                .isEqualTo("not allowed");
        Socket welcome = client(transports, "/guarded", Map.of("token", "secret"));
        CompletableFuture<Object[]> connected = next(welcome, Socket.EVENT_CONNECT);
        welcome.connect();
        connected.get(10, TimeUnit.SECONDS);
    }
}
