package io.rostra.socketio.engine;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An Engine.IO 4 server, and 3 if `EngineOptions.version3` says so: give it the requests of a
/// path.
///
/// ```java
/// var engine = new EngineServer(vertx, EngineOptions.defaults(), session -> new Echo(session));
/// engine.mount(router, "/engine.io");
/// vertx.createHttpServer(EngineServer.configure(new HttpServerOptions(), options))
/// ```
///
/// Thread-safe; sessions live on [#loop()].
public final class EngineServer implements AutoCloseable {
    private final EngineOptions options;
    private final Function<EngineSession, EngineListener> onOpen;
    private final Loop loop;
    private final TurnFlusher flusher;
    private final RandomIds ids = new RandomIds();
    private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
    private final Deadlines<EngineSession> pings;
    private final Deadlines<EngineSession> pongs;

    /// Of clients of version 3, which ping by themselves.
    private final Deadlines<EngineSession> clientPings;

    private final WebSocketDecoderConfig frameLimits;
    private volatile boolean closed;

    public EngineServer(
            Vertx vertx, EngineOptions options, Function<EngineSession, EngineListener> onOpen) {
        this.options = options;
        this.onOpen = onOpen;
        this.loop = new Loop(vertx);
        this.flusher = new TurnFlusher(loop);
        this.frameLimits = WebSocketUpgrade.limits(options.maxPayload());
        this.pings =
                new Deadlines<>(
                        options.pingInterval().toNanos(),
                        loop::scheduleNanos,
                        EngineSession::onPingDue);
        this.pongs =
                new Deadlines<>(
                        options.pingTimeout().toNanos(),
                        loop::scheduleNanos,
                        EngineSession::onPongOverdue);
        this.clientPings =
                new Deadlines<>(
                        options.pingInterval().plus(options.pingTimeout()).toNanos(),
                        loop::scheduleNanos,
                        EngineSession::onPongOverdue);
    }

    /// Lets an HTTP server take WebSocket messages of `maxPayload` bytes, and take them
    /// uncompressed: a compressor for each connection costs more memory than everything else of a
    /// session.
    public static HttpServerOptions configure(HttpServerOptions http, EngineOptions options) {
        return http.setMaxWebSocketFrameSize(
                        Math.max(http.getMaxWebSocketFrameSize(), options.maxPayload()))
                .setMaxWebSocketMessageSize(
                        Math.max(http.getMaxWebSocketMessageSize(), options.maxPayload()))
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    /// Takes all requests below a path, for instance `/engine.io`. Before any body handler.
    public void mount(Router router, String path) {
        router.route(path + "/*").handler(context -> handle(context.request()));
    }

    public EngineOptions options() {
        return options;
    }

    public Loop loop() {
        return loop;
    }

    public int sessionCount() {
        return sessions.size();
    }

    /// Answers one request. Called on the request's own loop.
    public void handle(HttpServerRequest request) {
        options.cors().apply(request);
        if (request.method() == HttpMethod.OPTIONS) {
            options.cors().answerPreflight(request);
            return;
        }
        boolean upgrade = "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
        EngineError error = refusal(request, upgrade);
        EngineProtocol protocol = protocol(request);
        String id = request.getParam("sid");
        if (error != null || protocol == null) {
            refuse(request, error == null ? EngineError.UNSUPPORTED_PROTOCOL : error);
        } else if (upgrade) {
            acceptWebSocket(request, protocol, id);
        } else if (id == null) {
            loop.run(() -> openPolling(request, protocol));
        } else if (request.method() == HttpMethod.GET) {
            loop.run(() -> onPoll(request, id));
        } else {
            receivePayload(request, id);
        }
    }

    /// Everything that can be said without the session.
    private @Nullable EngineError refusal(HttpServerRequest request, boolean upgrade) {
        String transport = request.getParam("transport");
        boolean webSocket = "websocket".equals(transport) && options.webSocket();
        boolean polling = "polling".equals(transport) && options.polling();
        if (!webSocket && !polling) {
            return EngineError.UNKNOWN_TRANSPORT;
        }
        EngineProtocol protocol = protocol(request);
        if (protocol == null) {
            return EngineError.UNSUPPORTED_PROTOCOL;
        }
        if (webSocket != upgrade || (upgrade && !WebSocketUpgrade.isAskedFor(request))) {
            return EngineError.BAD_REQUEST;
        }
        boolean get = request.method() == HttpMethod.GET;
        if (request.getParam("sid") != null) {
            return get || request.method() == HttpMethod.POST ? null : EngineError.BAD_REQUEST;
        }
        if (!get) {
            return EngineError.BAD_HANDSHAKE_METHOD;
        }
        if (closed || sessions.size() >= options.maxSessions()) {
            return EngineError.TOO_MANY_SESSIONS;
        }
        return options.admission().test(request) ? null : EngineError.FORBIDDEN;
    }

    /// The protocol a request speaks, if this server does.
    private @Nullable EngineProtocol protocol(HttpServerRequest request) {
        return EngineProtocol.of(request.getParam("EIO"))
                .filter(version -> version == EngineProtocol.V4 || options.version3())
                .orElse(null);
    }

    private void openPolling(HttpServerRequest request, EngineProtocol protocol) {
        Handshake handshake = Handshake.of(request, options.keptHeaders());
        open(new EngineSession(this, ids.next(), protocol, handshake, null), request);
    }

    private void acceptWebSocket(
            HttpServerRequest request, EngineProtocol protocol, @Nullable String id) {
        if (id != null && !sessions.containsKey(id)) {
            refuse(request, EngineError.UNKNOWN_SESSION);
            return;
        }
        Handshake handshake = Handshake.of(request, options.keptHeaders());
        Channel channel = ((ConnectionBase) request.connection()).channel();
        var transport = new WebSocketTransport(channel, loop, protocol, options.maxPayload());
        WebSocketUpgrade.accept(
                request,
                channel,
                transport,
                frameLimits,
                () -> loop.run(() -> onWebSocket(transport, protocol, handshake, id)));
    }

    private void onWebSocket(
            WebSocketTransport transport,
            EngineProtocol protocol,
            Handshake handshake,
            @Nullable String id) {
        if (id == null) {
            open(new EngineSession(this, ids.next(), protocol, handshake, transport), null);
            return;
        }
        EngineSession session = sessions.get(id);
        if (session == null || session.protocol() != protocol) {
            transport.close(CloseReason.TRANSPORT_ERROR);
        } else {
            session.onProbe(transport);
        }
    }

    private void open(EngineSession session, @Nullable HttpServerRequest firstPoll) {
        sessions.put(session.id(), session);
        session.open(onOpen.apply(session));
        if (firstPoll != null) {
            session.onPoll(firstPoll);
        }
    }

    private void onPoll(HttpServerRequest request, String id) {
        // A timer may be late by a millisecond; a client that polls must not profit from it. One
        // that posts may bring its pong: that is as late as the timer says, no later.
        long now = System.nanoTime();
        pings.advance(now);
        pongs.advance(now);
        EngineSession session = sessions.get(id);
        if (session == null) {
            refuse(request, EngineError.UNKNOWN_SESSION);
        } else {
            session.onPoll(request);
        }
    }

    private void receivePayload(HttpServerRequest request, String id) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        boolean binary = type != null && type.startsWith("application/octet-stream");
        BodyReader.read(
                request,
                options.maxPayload(),
                body -> loop.run(() -> onPayload(request, id, binary, body)));
    }

    private void onPayload(HttpServerRequest request, String id, boolean binary, Buffer body) {
        EngineSession session = sessions.get(id);
        if (session == null) {
            refuse(request, EngineError.UNKNOWN_SESSION);
            return;
        }
        if (session.polling() == null || !session.isOpen()) {
            refuse(request, EngineError.BAD_REQUEST);
            return;
        }
        List<EnginePacket> packets;
        try {
            packets = decode(session.protocol(), binary, body);
        } catch (EnginePacketException malformed) {
            refuse(request, EngineError.BAD_REQUEST);
            session.onMalformed();
            return;
        }
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end("ok");
        session.onPayload(packets);
    }

    private static List<EnginePacket> decode(EngineProtocol protocol, boolean binary, Buffer body)
            throws EnginePacketException {
        return switch (protocol) {
            case V3 ->
                    binary
                            ? PayloadCodec3.decode(body.getBytes())
                            : PayloadCodec3.decode(body.toString());
            case V4 -> PayloadCodec.decode(body.toString());
        };
    }

    static void refuse(HttpServerRequest request, EngineError error) {
        if (!request.response().ended() && !request.response().closed()) {
            request.response()
                    .setStatusCode(error.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(error.json());
        }
    }

    TurnFlusher flusher() {
        return flusher;
    }

    void awaitPing(Deadlines.Entry<EngineSession> heartbeat) {
        pings.add(heartbeat, System.nanoTime());
    }

    void awaitPong(Deadlines.Entry<EngineSession> heartbeat, long sinceNanos) {
        pongs.add(heartbeat, sinceNanos);
    }

    void awaitClientPing(Deadlines.Entry<EngineSession> heartbeat) {
        clientPings.add(heartbeat, System.nanoTime());
    }

    void remove(EngineSession session) {
        sessions.remove(session.id());
    }

    /// Refuses new sessions and ends those there are.
    @Override
    public void close() {
        closed = true;
        loop.run(() ->
                List.copyOf(sessions.values())
                        .forEach(session -> session.close(CloseReason.SERVER_SHUTTING_DOWN)));
    }
}
