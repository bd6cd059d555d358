package io.rostra.signalling;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveWish;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.template.LiveStreamingKit;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.AppToken;
import io.rostra.platform.token.TokenException;
import io.rostra.platform.token.TokenVerifier;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.SfuConfig;
import io.rostra.signalling.session.RoomPorts;
import io.rostra.signalling.session.RoomSessions;
import io.rostra.signalling.ws.KeepAlive;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A real HTTP server with signalling and a forwarding unit, on ports of the system's choice. A
/// token reads `room/user/role`, with `expired/` before it when it has expired.
final class TestServer implements AutoCloseable {

    static final String ROOM = "room1";
    static final String DISABLED_ROOM = "room2";
    static final String FOREIGN_ROOM = "room3";

    private final Vertx vertx = Vertx.vertx();
    private final Sfu sfu;
    private final HttpServer server;
    final Signalling signalling;
    private final Map<String, CompletableFuture<Broadcasts.Listener>> broadcasts =
            new ConcurrentHashMap<>();

    TestServer() throws Exception {
        this(SignallingConfig.DEFAULT);
    }

    TestServer(SignallingConfig config) throws Exception {
        this(config, KeepAlive.DEFAULT);
    }

    TestServer(SignallingConfig config, KeepAlive keepAlive) throws Exception {
        sfu = Sfu.start(new SfuConfig(0, 1, List.of()));
        signalling =
                new Signalling(
                        config,
                        keepAlive,
                        new RoomSessions(
                                sfu,
                                RoomPorts.of(new Live()),
                                new Rooms(),
                                InstantSource.system(),
                                config.session()),
                        new Rooms(),
                        new Tokens(),
                        RoomEvents.ignored());
        Router router = Router.router(vertx);
        signalling.mount(router);
        server =
                vertx.createHttpServer(
                                Signalling.configure(
                                        new HttpServerOptions().setHost("127.0.0.1").setPort(0)))
                        .requestHandler(router)
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    Sfu sfu() {
        return sfu;
    }

    String authority() {
        return "127.0.0.1:" + port();
    }

    @Override
    public void close() {
        signalling.close();
        sfu.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static final class Rooms implements RoomDirectory {
        @Override
        public Optional<Room> findRoom(String roomId) {
            return switch (roomId) {
                case ROOM -> Optional.of(room(roomId, true, "w1"));
                case DISABLED_ROOM -> Optional.of(room(roomId, false, "w1"));
                case FOREIGN_ROOM -> Optional.of(room(roomId, true, "w2"));
                default -> Optional.empty();
            };
        }

        private static Room room(String id, boolean enabled, String workspace) {
            return new Room(id, "Demo", "", enabled, workspace, "t1", Instant.EPOCH, Instant.EPOCH);
        }

        @Override
        public Template templateOf(Room room) {
            return LiveStreamingKit.template("t1");
        }

        @Override
        public void disable(Room room) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Tokens implements TokenVerifier {
        @Override
        public AppToken verifyApp(String token) throws TokenException {
            if (token.startsWith("expired/")) {
                throw new TokenException("token is expired");
            }
            return verifyAppForReconnect(token);
        }

        @Override
        public AppToken verifyAppForReconnect(String token) throws TokenException {
            String[] parts = token.replaceFirst("^expired/", "").split("/", -1);
            if (parts.length != 3) {
                throw new TokenException("token is malformed");
            }
            return new AppToken(token, "w1", parts[0], parts[1], parts[2], Instant.EPOCH);
        }
    }

    /// The room's live stream, which starts a moment after `hls-start` is answered.
    Broadcasts.Listener awaitBroadcast(String roomId) throws Exception {
        return broadcast(roomId).get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Broadcasts.Listener> broadcast(String roomId) {
        return broadcasts.computeIfAbsent(roomId, _ -> new CompletableFuture<>());
    }

    private final class Live implements Broadcasts {
        @Override
        public void start(String roomId, LiveWish wish, Listener listener) {
            broadcast(roomId).complete(listener);
        }

        @Override
        public void stop(String roomId) {
            CompletableFuture<Listener> started = broadcasts.remove(roomId);
            if (started != null) {
                started.thenAccept(Listener::onStopped);
            }
        }

        @Override
        public boolean insertMetadata(String roomId, String payload, Duration duration) {
            return broadcasts.containsKey(roomId);
        }
    }
}
