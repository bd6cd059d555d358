package io.rostra.server.socketio;

import io.rostra.platform.live.Intake;
import io.rostra.platform.token.TokenVerifier;
import io.rostra.sfu.Sfu;
import io.rostra.signalling.external.ExternalPeers;
import io.rostra.socketio.Socket;
import io.rostra.socketio.SocketIoOptions;
import io.rostra.socketio.SocketIoServer;
import io.rostra.socketio.engine.Cors;
import io.rostra.socketio.engine.EngineOptions;
import io.rostra.socketio.rooms.RoomError;
import io.rostra.socketio.rooms.RoomEvents;
import io.rostra.socketio.rooms.RoomLimits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Socket.IO at `/socket.io/`, with the room events on the main namespace. Thread-safe.
public final class SocketIo implements AutoCloseable {

    /// Bytes of one message; no more than the SDKs' WebSocket takes, which shares the HTTP server.
    static final int MAX_MESSAGE_BYTES = 1_000_000;

    private static final int MAX_BUFFERED_BYTES = 4_000_000;
    private static final int MAX_SESSIONS = 50_000;

    /// Somebody who has no token and may have no room without one keeps a connection for so long:
    /// enough to hear why.
    private static final Duration STRANGER_PATIENCE = Duration.ofSeconds(30);

    private final SocketIoServer server;
    private final AtomicInteger muxed = new AtomicInteger();
    private final Function<HttpServerRequest, String> originOf;

    /// @param messageBytesPerSecond of one socket
    /// @param originOf the origin by which a request reached this server, or an empty text
    /// @param sfu where the media of platform rooms goes and comes from
    /// @param intake whether there may be new rooms, and people new in them
    public SocketIo(
            Vertx vertx,
            AnonymousRooms anonymous,
            int messageBytesPerSecond,
            TokenVerifier tokens,
            ExternalPeers peers,
            Function<HttpServerRequest, String> originOf,
            Sfu sfu,
            Intake intake) {
        this.server = new SocketIoServer(vertx, options());
        this.originOf = originOf;
        var credentials = new Credentials(tokens);
        var platform = new PlatformRooms(server, peers, sfu, muxed);
        var access = new Access(anonymous, credentials, platform, intake);
        server.main().use(credentials);
        server.main().onConnection(socket -> watchStranger(socket, access));
        platform.relayThrough(
                RoomEvents.install(server, server.main(), access, limits(messageBytesPerSecond)));
    }

    private static RoomLimits limits(int messageBytesPerSecond) {
        return new RoomLimits(
                1_000,
                500,
                256 * 1024,
                50,
                4_000_000,
                messageBytesPerSecond,
                200,
                Duration.ofMinutes(5));
    }

    /// Streams of peers of the SDKs that are made into chunks for sockets now.
    public int muxedStreams() {
        return muxed.get();
    }

    /// Pages of every origin may call: who may do what is in the token, never in a cookie, and a
    /// page from elsewhere is not taken for somebody at this machine.
    private static SocketIoOptions options() {
        return SocketIoOptions.defaults()
                .withEngine(
                        EngineOptions.defaults()
                                .withLimits(MAX_MESSAGE_BYTES, MAX_BUFFERED_BYTES, MAX_SESSIONS)
                                .withCors(Cors.any())
                                .withKeptHeaders(Caller.HEADERS));
    }

    private void watchStranger(Socket socket, Access access) {
        if (Credentials.of(socket).isEmpty() && !access.admitsAnonymous(socket)) {
            server.loop()
                    .schedule(
                            STRANGER_PATIENCE,
                            () -> {
                                if (socket.isConnected()) {
                                    RoomError why = access.refusalOfStrangers();
                                    socket.emit("room-error", why.json());
                                    socket.disconnect();
                                }
                            });
        }
    }

    /// Sets what the WebSockets need of the HTTP server that [#mount] is used with.
    public HttpServerOptions configure(HttpServerOptions options) {
        return server.configure(options);
    }

    /// Before any body handler.
    public void mount(Router router) {
        router.route("/socket.io/*")
                .handler(context -> {
                    Caller.note(context.request(), originOf);
                    server.handle(context.request());
                });
    }

    /// Ends all connections; clients come back by themselves when there is a server again.
    @Override
    public void close() {
        server.close();
    }
}
