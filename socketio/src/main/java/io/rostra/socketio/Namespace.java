package io.rostra.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rostra.socketio.engine.CloseReason;
import io.rostra.socketio.engine.Loop;
import io.rostra.socketio.engine.OutboundMessage;
import io.rostra.socketio.engine.OutboundMessage.Delivery;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A channel of its own over the shared connections: `/` or `/name`. Handlers and middleware may be
/// added from any thread, best before the first client; everything else is confined to the server's
/// loop.
public final class Namespace {
    private static final Logger log = LoggerFactory.getLogger(Namespace.class);

    /// Reasons after which a client may want to come back to where it was.
    private static final Set<String> RECOVERABLE =
            Set.of(
                    CloseReason.TRANSPORT_CLOSE.text(),
                    CloseReason.TRANSPORT_ERROR.text(),
                    CloseReason.PING_TIMEOUT.text(),
                    CloseReason.FORCED_CLOSE.text());

    private final SocketIoServer server;
    private final String name;
    private final boolean dynamic;
    private final Adapter adapter;
    private final @Nullable RecoveryLog recovery;
    private final Map<String, Socket> sockets = new LinkedHashMap<>();
    private final Map<String, EventHandler> handlers = new ConcurrentHashMap<>();
    private final List<Consumer<Socket>> connectionHandlers = new CopyOnWriteArrayList<>();
    private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
    private long lastAckId;

    Namespace(SocketIoServer server, String name, boolean dynamic) {
        this.server = server;
        this.name = name;
        this.dynamic = dynamic;
        this.adapter = server.newAdapter(this);
        this.recovery = server.options().recovery().map(RecoveryLog::new).orElse(null);
    }

    public String name() {
        return name;
    }

    /// Called with each socket after it has connected.
    public void onConnection(Consumer<Socket> handler) {
        connectionHandlers.add(handler);
    }

    /// Handles events of a name from all sockets; one handler a name. Cheaper than one per socket.
    public void on(String event, EventHandler handler) {
        handlers.put(event, handler);
    }

    /// Adds a check every client must pass, after those added before.
    public void use(Middleware middleware) {
        middlewares.add(middleware);
    }

    /// The connected sockets, in the order in which they came; a view.
    public Collection<Socket> sockets() {
        return Collections.unmodifiableCollection(sockets.values());
    }

    public Optional<Socket> socket(String id) {
        return Optional.ofNullable(sockets.get(id));
    }

    public int roomSize(String room) {
        return adapter.roomSize(room);
    }

    public void emit(String event, @Nullable Object... arguments) {
        all().emit(event, arguments);
    }

    /// Everybody in at least one of the rooms.
    public Broadcast to(String... rooms) {
        return all().to(rooms);
    }

    /// Everybody who is not in one of the rooms.
    public Broadcast except(String... rooms) {
        return all().except(rooms);
    }

    /// Everybody.
    public Broadcast all() {
        return new Broadcast(this, Audience.EVERYBODY);
    }

    /// An event encoded once for [Socket#send]. Not recorded for recovery.
    public OutboundMessage encode(Delivery delivery, String event, @Nullable Object... arguments) {
        return PacketEncoder.encode(
                new Packet.Event(name, Packet.NO_ACK, Json.event(event, arguments)),
                delivery,
                true);
    }

    // What sockets and broadcasts call.

    Adapter adapter() {
        return adapter;
    }

    Loop loop() {
        return server.loop();
    }

    @Nullable Socket socketOrNull(String id) {
        return sockets.get(id);
    }

    /// Acknowledgements are numbered per namespace, so that a broadcast has one number for all.
    long nextAckId() {
        return lastAckId++;
    }

    void emit(Audience audience, Delivery delivery, boolean compress, ArrayNode event) {
        RecoveryLog recorder = recovery;
        boolean record = recorder != null && delivery == Delivery.RELIABLE;
        if (recorder != null && record) {
            event.add(recorder.nextOffset());
        }
        OutboundMessage message =
                PacketEncoder.encode(
                        new Packet.Event(name, Packet.NO_ACK, event), delivery, compress);
        if (recorder != null && record) {
            recorder.append(message, audience, System.nanoTime());
        }
        adapter.broadcast(message, audience);
    }

    void dispatch(Socket socket, IncomingEvent event) {
        EventHandler handler = handlers.get(event.name());
        if (handler != null) {
            handler.handle(socket, event);
        }
    }

    /// Runs a handler of the application; its exception is logged and goes no further.
    void guard(Runnable handler) {
        try {
            handler.run();
        } catch (RuntimeException bug) {
            log.error("A handler of namespace {} failed", name, bug);
        }
    }

    // What a connection calls.

    /// A client wants in: recovery, middleware, then CONNECT or CONNECT_ERROR.
    void connect(Connection connection, JsonNode auth) {
        Optional<RecoveryLog.Restored> restored = restore(auth);
        Socket socket = newSocket(connection, auth, restored);
        Future<Void> checked = Future.succeededFuture();
        boolean trusted =
                restored.isPresent() && recovery != null && recovery.options().skipMiddleware();
        for (Middleware middleware : trusted ? List.<Middleware>of() : middlewares) {
            checked = checked.compose(_ -> middleware.check(socket));
        }
        checked.onComplete(result ->
                loop().run(() -> {
                    if (result.succeeded()) {
                        admit(connection, socket, restored);
                    } else {
                        refuse(connection, result.cause());
                    }
                }));
    }

    private Optional<RecoveryLog.Restored> restore(JsonNode auth) {
        JsonNode recoveryId = auth.path("pid");
        if (recovery == null || !recoveryId.isTextual()) {
            return Optional.empty();
        }
        String offset = auth.path("offset").asText("");
        return recovery.restore(recoveryId.textValue(), offset, System.nanoTime());
    }

    private Socket newSocket(
            Connection connection, JsonNode auth, Optional<RecoveryLog.Restored> restored) {
        if (restored.isPresent()) {
            SavedSocket saved = restored.get().socket();
            return new Socket(this, connection, auth, saved.id(), saved.recoveryId(), true);
        }
        String recoveryId = recovery == null ? null : server.newId();
        String id = connection.newSocketId(name);
        return new Socket(this, connection, auth, id, recoveryId, false);
    }

    private void admit(
            Connection connection, Socket socket, Optional<RecoveryLog.Restored> restored) {
        if (!connection.admit(this, socket)) {
            removeIfUnused();
            return;
        }
        long now = recovery == null ? 0 : recovery.lastNumber();
        socket.markConnected(restored.map(RecoveryLog.Restored::since).orElse(now));
        sockets.put(socket.id(), socket);
        connection.sendConnected(socket);
        if (restored.isPresent()) {
            socket.restore(restored.get().socket());
            restored.get().missed().forEach(socket::send);
        }
        for (Consumer<Socket> handler : connectionHandlers) {
            guard(() -> handler.accept(socket));
        }
    }

    private void refuse(Connection connection, Throwable cause) {
        JsonNode payload;
        if (cause instanceof ConnectRefusedException refused) {
            payload = refused.payload();
        } else {
            log.error("A middleware of namespace {} failed", name, cause);
            payload = ConnectRefusedException.payload("Internal error");
        }
        connection.refuse(name, payload);
        removeIfUnused();
    }

    void remove(Socket socket, String reason) {
        adapter.leaveAll(socket);
        sockets.remove(socket.id());
        String recoveryId = socket.recoveryId();
        if (recovery != null && recoveryId != null && RECOVERABLE.contains(reason)) {
            recovery.save(socket, recoveryId, socket.since(), System.nanoTime());
        }
        removeIfUnused();
    }

    private void removeIfUnused() {
        if (dynamic && sockets.isEmpty() && recovery == null) {
            server.remove(this);
        }
    }
}
