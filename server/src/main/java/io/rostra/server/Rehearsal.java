package io.rostra.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveWish;
import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.template.LiveStreamingKit;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.token.TokenVerifier;
import io.rostra.platform.workspace.Workspace;
import io.rostra.sfu.Sfu;
import io.rostra.signalling.Signalling;
import io.rostra.signalling.SignallingConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whole joins before anybody can join: a broadcaster enters a room that exists only here, over a
/// loopback port that only this class knows, publishes and leaves. It loads and warms the code that
/// the first real peer would otherwise wait for (half a second and more on a cold JVM): a few
/// rounds before the server says that it runs, to load what is needed, and some seconds of them in
/// the background afterwards, until the compiler has had its turn. Nothing of it is stored, and a
/// rehearsal that fails costs nothing but its time.
final class Rehearsal {

    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

    private static final String ROOM_ID = "000000000000000000000000";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int ROUNDS_BEFORE_START = 3;
    private static final int ROUNDS_IN_BACKGROUND = 100;
    private static final int HANDSHAKES_IN_BACKGROUND = 8;
    private static final long PATIENCE_SECONDS = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final Workspace workspace;
    private final TokenIssuer issuer;
    private final Sfu sfu;
    private final TokenVerifier verifier;

    Rehearsal(
            Vertx vertx, Sfu sfu, Workspace workspace, TokenIssuer issuer, TokenVerifier verifier) {
        this.vertx = vertx;
        this.sfu = sfu;
        this.workspace = workspace;
        this.issuer = issuer;
        this.verifier = verifier;
    }

    /// Blocks until it is over, at most some seconds.
    ///
    /// @return whether it went through to the end
    boolean run() {
        sfu.warmUp();
        return run(ROUNDS_BEFORE_START);
    }

    /// Returns at once.
    ///
    /// @return ends it early and waits until it has ended
    AutoCloseable continueInBackground() {
        Thread thread =
                Thread.ofPlatform()
                        .name("rehearsal")
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .start(() -> {
                            for (int i = 0;
                                    i < HANDSHAKES_IN_BACKGROUND
                                            && !Thread.currentThread().isInterrupted();
                                    i++) {
                                sfu.warmUp();
                            }
                            run(ROUNDS_IN_BACKGROUND);
                        });
        return () -> {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        };
    }

    private boolean run(int rounds) {
        var signalling =
                new Signalling(
                        SignallingConfig.DEFAULT,
                        sfu,
                        new OnlyRoom(workspace.id()),
                        verifier,
                        new NoBroadcasts());
        Router router = Router.router(vertx);
        signalling.mount(router);
        HttpServer server =
                vertx.createHttpServer(
                                Signalling.configure(new HttpServerOptions().setHost(LOOPBACK)))
                        .requestHandler(router);
        try {
            int port = server.listen(0).await(PATIENCE_SECONDS, TimeUnit.SECONDS).actualPort();
            for (int round = 0; round < rounds; round++) {
                join(port);
            }
            return true;
        } catch (InterruptedException _) {
            return false; // The server stops.
        } catch (Exception e) {
            log.debug("The rehearsal broke off; the first join will be slower", e);
            return false;
        } finally {
            signalling.close();
            server.close();
        }
    }

    private void join(int port) throws Exception {
        String token =
                issuer.app(
                        workspace,
                        ROOM_ID,
                        "rehearsal",
                        LiveStreamingKit.BROADCASTER,
                        Duration.ofMinutes(1));
        String peerId = UUID.randomUUID().toString();
        HttpClientAgent http = vertx.createHttpClient();
        WebSocketClient client = vertx.createWebSocketClient();
        try {
            http.request(HttpMethod.GET, port, LOOPBACK, "/init?peer_id=" + peerId)
                    .compose(
                            request -> request.putHeader("Authorization", "Bearer " + token).send())
                    .compose(response -> response.body())
                    .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            ClientWebSocket socket = client.webSocket();
            // Before it connects: the server speaks first, and at once.
            BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
            socket.textMessageHandler(text -> heard.add(parse(text)));
            socket.connect(
                            port,
                            LOOPBACK,
                            "/ws?protocol_version=2.5&protocol_spec=20250115&peer="
                                    + peerId
                                    + "&token="
                                    + token)
                    .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            speak(socket, heard);
        } finally {
            client.close();
            http.close();
        }
    }

    private static void speak(WebSocket socket, BlockingQueue<JsonNode> heard) throws Exception {
        var closed = new CountDownLatch(1);
        socket.closeHandler(_ -> closed.countDown());
        await(heard, "method", "on-policy-change");
        var description = Map.of("type", "offer", "sdp", offer("data"));
        request(socket, "1", "join", Map.of("name", "Rehearsal", "data", "", "offer", description));
        await(heard, "id", "1");
        var track =
                Map.of(
                        "track_id", "camera",
                        "stream_id", "stream",
                        "type", "video",
                        "source", "regular",
                        "mute", false,
                        "description", "");
        var media = Map.of("type", "offer", "sdp", offer("media"));
        request(socket, "2", "offer", Map.of("desc", media, "tracks", Map.of("camera", track)));
        await(heard, "id", "2");
        socket.writeTextMessage(
                JSON.writeValueAsString(
                        Map.of("method", "leave", "params", Map.of("client_reason", "done"))));
        socket.close();
        closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void request(
            WebSocket socket, String id, String method, Map<String, ?> parameters)
            throws JsonProcessingException {
        socket.writeTextMessage(
                JSON.writeValueAsString(
                        Map.of(
                                "jsonrpc",
                                "2.0",
                                "id",
                                id,
                                "method",
                                method,
                                "params",
                                parameters)));
    }

    private static void await(BlockingQueue<JsonNode> heard, String field, String value)
            throws IOException, InterruptedException {
        JsonNode message;
        do {
            message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new IOException("no message with " + field + " " + value);
            }
        } while (!message.path(field).asText().equals(value));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Signalling speaks JSON", e);
        }
    }

    /// An offer as a browser makes it, from the resources beside this class.
    private static String offer(String name) throws IOException {
        try (InputStream in = Rehearsal.class.getResourceAsStream("rehearsal-" + name + ".sdp")) {
            if (in == null) {
                throw new IOException("rehearsal-" + name + ".sdp is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Knows one room that is stored nowhere.
    private record OnlyRoom(String workspaceId) implements RoomDirectory {
        private static final Template TEMPLATE = LiveStreamingKit.template(ROOM_ID);

        @Override
        public Optional<Room> findRoom(String roomId) {
            return Optional.of(
                    new Room(
                            ROOM_ID,
                            "Rehearsal",
                            "",
                            true,
                            workspaceId,
                            ROOM_ID,
                            Instant.EPOCH,
                            Instant.EPOCH));
        }

        @Override
        public Template templateOf(Room room) {
            return TEMPLATE;
        }

        @Override
        public void disable(Room room) {}
    }

    private static final class NoBroadcasts implements Broadcasts {
        @Override
        public void start(String roomId, LiveWish wish, Listener listener) {
            listener.onFailed(409, "A rehearsal is not live.");
        }

        @Override
        public void stop(String roomId) {}

        @Override
        public boolean insertMetadata(String roomId, String payload, Duration duration) {
            return false;
        }
    }
}
