package io.rostra.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rostra.socketio.engine.CloseReason;
import io.rostra.socketio.engine.Handshake;
import io.rostra.socketio.engine.OutboundMessage;
import io.rostra.socketio.engine.OutboundMessage.Delivery;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A client's connection to one namespace. Collections are made when first used: most sockets idle.
/// Confined to the server's loop.
public final class Socket {
    /// Told once when the socket goes, while [Socket#rooms()] still has its rooms.
    @FunctionalInterface
    public interface DisconnectHandler {
        void onDisconnect(Socket socket, String reason);
    }

    private final Namespace namespace;
    private final Connection connection;
    private final String id;
    private final @Nullable String recoveryId;
    private final boolean recovered;
    private final JsonNode auth;
    private Set<String> rooms = Set.of();
    private Map<String, Object> attributes = Map.of();
    private Map<String, EventHandler> handlers = Map.of();
    private List<DisconnectHandler> disconnectHandlers = List.of();
    private @Nullable PendingAcks acks;
    private boolean connected;

    /// The namespace's last packet when this socket connected.
    private long since;

    Socket(
            Namespace namespace,
            Connection connection,
            JsonNode auth,
            String id,
            @Nullable String recoveryId,
            boolean recovered) {
        this.namespace = namespace;
        this.connection = connection;
        this.auth = auth;
        this.id = id;
        this.recoveryId = recoveryId;
        this.recovered = recovered;
    }

    /// Public: others may address the socket by it.
    public String id() {
        return id;
    }

    public Namespace namespace() {
        return namespace;
    }

    public Handshake handshake() {
        return connection.session().handshake();
    }

    /// What the client sent to connect; an object.
    public JsonNode auth() {
        return auth;
    }

    /// Whether it is back with its id, rooms and missed packets after a short absence.
    public boolean recovered() {
        return recovered;
    }

    public boolean isConnected() {
        return connected;
    }

    /// `polling` or `websocket`.
    public String transportName() {
        return connection.session().transportName();
    }

    /// Bytes that wait because the client does not read.
    public long bufferedBytes() {
        return connection.session().bufferedBytes();
    }

    /// Keeps a value with the socket; it survives recovery.
    public void set(String key, Object value) {
        if (attributes.isEmpty()) {
            attributes = new HashMap<>(4);
        }
        attributes.put(key, value);
    }

    public <T> Optional<T> get(String key, Class<T> type) {
        Object value = attributes.get(key);
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }

    // Receiving

    /// Handles events of a name from this socket; one handler a name, before the namespace's.
    public void on(String event, EventHandler handler) {
        if (handlers.isEmpty()) {
            handlers = new HashMap<>(4);
        }
        handlers.put(event, handler);
    }

    public void onDisconnect(DisconnectHandler handler) {
        if (disconnectHandlers.isEmpty()) {
            disconnectHandlers = new ArrayList<>(2);
        }
        disconnectHandlers.add(handler);
    }

    // Sending

    /// Sends an event: strings, numbers, booleans, maps, lists, JSON nodes; `byte[]` and buffers as
    /// attachments.
    public void emit(String event, @Nullable Object... arguments) {
        namespace.emit(Audience.only(this), Delivery.RELIABLE, true, Json.event(event, arguments));
    }

    /// Sends an event unless the client is behind with reading.
    public void emitVolatile(String event, @Nullable Object... arguments) {
        namespace.emit(Audience.only(this), Delivery.VOLATILE, true, Json.event(event, arguments));
    }

    /// Sends an event and waits for the client's callback: its arguments, or a failure after the
    /// timeout or when the client goes.
    public Future<ArrayNode> emitWithAck(
            Duration timeout, String event, @Nullable Object... arguments) {
        long ackId = namespace.nextAckId();
        Future<ArrayNode> answer = awaitAck(ackId, timeout);
        send(
                PacketEncoder.encode(
                        new Packet.Event(namespace.name(), ackId, Json.event(event, arguments))));
        return answer;
    }

    /// Everybody else in the rooms.
    public Broadcast to(String... targets) {
        return broadcast().to(targets);
    }

    /// Everybody else in the namespace who is not in the rooms.
    public Broadcast except(String... excluded) {
        return broadcast().except(excluded);
    }

    /// Everybody else in the namespace.
    public Broadcast broadcast() {
        return new Broadcast(namespace, new Audience(Set.of(), Set.of(), this, false));
    }

    // Rooms

    public void join(String room) {
        if (room.equals(id) || !connected) {
            return;
        }
        if (rooms.isEmpty()) {
            rooms = new HashSet<>(4);
        }
        if (rooms.add(room)) {
            namespace.adapter().join(this, room);
        }
    }

    public void leave(String room) {
        if (rooms.contains(room)) {
            rooms.remove(room);
            namespace.adapter().leave(this, room);
        }
    }

    /// The rooms it joined; its id, which is always a room, is not among them.
    public Set<String> rooms() {
        return Set.copyOf(rooms);
    }

    /// Leaves the namespace; the client does not come back by itself.
    public void disconnect() {
        if (connected) {
            send(PacketEncoder.encode(new Packet.Disconnect(namespace.name())));
            leaveNamespace("server namespace disconnect");
        }
    }

    /// Ends the client's connection with all its namespaces.
    public void close() {
        connection.session().close(CloseReason.FORCED_CLOSE);
    }

    // What the namespace and the connection call.

    Set<String> roomSet() {
        return rooms;
    }

    Map<String, Object> attributes() {
        return attributes;
    }

    @Nullable String recoveryId() {
        return recoveryId;
    }

    void restore(SavedSocket saved) {
        attributes = saved.attributes();
        for (String room : saved.rooms()) {
            join(room);
        }
    }

    void markConnected(long lastNumber) {
        connected = true;
        since = lastNumber;
    }

    long since() {
        return since;
    }

    /// Sends what [Namespace#encode] made, to choose recipients one by one. False when it was
    /// dropped.
    public boolean send(OutboundMessage message) {
        return connected && connection.session().send(message);
    }

    Future<ArrayNode> awaitAck(long ackId, Duration timeout) {
        if (!connected) {
            return Future.failedFuture("disconnected");
        }
        if (acks == null) {
            acks = new PendingAcks(namespace.loop());
        }
        return acks.await(ackId, timeout);
    }

    void acknowledge(long ackId, ArrayNode arguments) {
        send(PacketEncoder.encode(new Packet.Ack(namespace.name(), ackId, arguments)));
    }

    void onEvent(Packet.Event packet) {
        IncomingEvent event = new IncomingEvent(this, packet);
        EventHandler own = handlers.get(event.name());
        if (own != null) {
            own.handle(this, event);
        } else {
            namespace.dispatch(this, event);
        }
    }

    void onAck(Packet.Ack packet) {
        if (acks != null) {
            acks.onAck(packet.ackId(), packet.arguments());
        }
    }

    /// The socket is going: leaves everything. Once.
    void leaveNamespace(String reason) {
        if (!connected) {
            return;
        }
        connected = false;
        connection.forget(this);
        for (DisconnectHandler handler : disconnectHandlers) {
            namespace.guard(() -> handler.onDisconnect(this, reason));
        }
        namespace.remove(this, reason);
        rooms = Set.of();
        if (acks != null) {
            acks.failAll("disconnected");
        }
    }
}
