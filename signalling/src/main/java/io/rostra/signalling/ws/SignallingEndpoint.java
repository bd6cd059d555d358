package io.rostra.signalling.ws;

import io.netty.channel.EventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.RequestException;
import io.rostra.signalling.session.Arrival;
import io.rostra.signalling.session.ClientSocket;
import io.rostra.signalling.session.Dialect;
import io.rostra.signalling.session.RoomSessionRef.Entrance;
import io.rostra.signalling.session.RoomSessions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The WebSocket of client SDKs. The handshake is never refused, since an SDK repeats it at once
/// and for a minute: who may not come in is let in, told `on-error` and shown out.
public final class SignallingEndpoint {

    static final String PATH = "/ws";
    private static final String VERSIONED_PATH = "/v2/ws";

    private static final Logger log = LoggerFactory.getLogger(SignallingEndpoint.class);

    /// Session descriptions and peer lists are large, but not larger.
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final int MAX_GATHERED_FLUSHES = 256;

    private static final Pattern PEER_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final KeepAlive keepAlive;
    private final Admission admission;
    private final RoomSessions sessions;
    private final Origins origins;
    private final Map<EventLoop, WriteTurns> turns = new ConcurrentHashMap<>();

    public SignallingEndpoint(
            Admission admission, RoomSessions sessions, Origins origins, KeepAlive keepAlive) {
        this.keepAlive = keepAlive;
        this.admission = admission;
        this.sessions = sessions;
        this.origins = origins;
    }

    /// Limits for the server's WebSockets. Compression is off: it costs a window per socket and
    /// lets a small frame unfold into a huge message.
    public static HttpServerOptions configure(HttpServerOptions options) {
        return options.setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    public void mount(Router router) {
        router.get(PATH).handler(this::upgrade);
        router.get(VERSIONED_PATH).handler(this::upgrade);
    }

    private void upgrade(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            routing.response().setStatusCode(426).putHeader("Upgrade", "websocket").end();
            return;
        }
        request.toWebSocket()
                .onSuccess(socket -> opened(request, socket))
                .onFailure(e -> log.debug("WebSocket handshake failed", e));
    }

    private void opened(HttpServerRequest request, ServerWebSocket socket) {
        gatherFlushes(request.connection());
        Context context = Vertx.currentContext();
        String peerId = request.getParam("peer", "");
        var connection =
                new SocketConnection(
                        context,
                        turns.computeIfAbsent(
                                loopOf(context),
                                _ -> new WriteTurns(((ContextInternal) context).unwrap())),
                        socket,
                        () -> cut(request.connection()),
                        keepAlive,
                        PEER_ID.matcher(peerId).matches() ? peerId : "(invalid)",
                        request.getParam("protocol_version") == null
                                ? Dialect.LEGACY
                                : Dialect.CURRENT,
                        origins.of(request).map(Origin::httpUrl).orElse(""),
                        origins.transportOptions(request, socket.localAddress()));
        connection.open();
        try {
            Admission.Ticket ticket = admission.verify(request.getParam("token"));
            if (!PEER_ID.matcher(peerId).matches()) {
                throw new RequestException(
                        ErrorCode.BAD_REQUEST, "The parameter peer is missing or not an id");
            }
            admit(context, connection, peerId, ticket);
        } catch (RequestException e) {
            connection.refuse(e.code(), e.reason());
        }
    }

    private static EventLoop loopOf(Context context) {
        return ((ContextInternal) context).nettyEventLoop();
    }

    /// Messages that are written in one turn of the loop leave with one system call.
    private static void gatherFlushes(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel()
                    .pipeline()
                    .addFirst(new FlushConsolidationHandler(MAX_GATHERED_FLUSHES, true));
        }
    }

    /// Vert.x has no public way to close a WebSocket's connection before its writes are through.
    /// From the first handler on, the way to the channel passes nobody who would wait for them.
    private static void cut(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().pipeline().firstContext().close();
        }
    }

    private void admit(
            Context context, SocketConnection connection, String peerId, Admission.Ticket ticket) {
        admission
                .place(ticket.token())
                .thenCompose(placement -> connect(connection, peerId, ticket, placement))
                .whenComplete((entrance, failure) -> {
                    if (entrance instanceof Entrance.Refused(_, var reason)) {
                        admission.reportRefusal(ticket.token(), peerId, reason);
                    }
                    context.runOnContext(_ -> enter(connection, entrance, failure));
                });
    }

    private CompletableFuture<Entrance> connect(
            SocketConnection connection,
            String peerId,
            Admission.Ticket ticket,
            Admission.Placement placement) {
        return switch (placement) {
            case Admission.Placement.Refused(var code, var reason) ->
                    CompletableFuture.completedFuture(new Entrance.Refused(code, reason));
            case Admission.Placement.Placed(var room, var template, var polls) ->
                    sessions.connect(
                            new Arrival(
                                    peerId,
                                    ticket.token(),
                                    ticket.expired(),
                                    room,
                                    template,
                                    polls,
                                    connection));
        };
    }

    private static void enter(
            SocketConnection connection, @Nullable Entrance entrance, @Nullable Throwable failure) {
        switch (entrance) {
            case Entrance.Admitted(var session) -> connection.admitted(session);
            case Entrance.Refused(var code, var reason) -> connection.refuse(code, reason);
            case Entrance.Stopping() -> connection.close(ClientSocket.CloseReason.RESTART);
            case Entrance.Over() -> throw new IllegalStateException("RoomSessions hides this");
            case null -> {
                log.error("A socket could not be connected to its room", failure);
                connection.refuse(ErrorCode.INTERNAL, "The server failed to do this");
            }
        }
    }
}
