package io.rostra.socketio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rostra.socketio.engine.OutboundMessage;
import io.rostra.socketio.engine.OutboundMessage.Delivery;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Many sockets of a namespace, and how to speak to them. Immutable: each step is a new one.
///
/// ```java
/// namespace.to("lobby").except("muted").emit("news", "hello");
/// ```
///
/// Used on the server's loop.
public final class Broadcast {
    private final Namespace namespace;
    private final Audience audience;
    private final Delivery delivery;
    private final boolean compress;

    Broadcast(Namespace namespace, Audience audience) {
        this(namespace, audience, Delivery.RELIABLE, true);
    }

    private Broadcast(Namespace namespace, Audience audience, Delivery delivery, boolean compress) {
        this.namespace = namespace;
        this.audience = audience;
        this.delivery = delivery;
        this.compress = compress;
    }

    /// Also those in these rooms; without any room it is everybody.
    public Broadcast to(String... rooms) {
        return with(
                new Audience(
                        plus(audience.rooms(), rooms),
                        audience.exceptRooms(),
                        audience.exceptSocket(),
                        audience.local()));
    }

    /// Nobody who is in one of these rooms.
    public Broadcast except(String... rooms) {
        return with(
                new Audience(
                        audience.rooms(),
                        plus(audience.exceptRooms(), rooms),
                        audience.exceptSocket(),
                        audience.local()));
    }

    /// Only sockets of this process.
    public Broadcast local() {
        return with(
                new Audience(
                        audience.rooms(), audience.exceptRooms(), audience.exceptSocket(), true));
    }

    /// Who is behind with reading misses it. Not recorded for recovery.
    public Broadcast asVolatile() {
        return new Broadcast(namespace, audience, Delivery.VOLATILE, compress);
    }

    /// Who is far behind with reading misses it. Not recorded for recovery. For media.
    public Broadcast asLossy() {
        return new Broadcast(namespace, audience, Delivery.LOSSY, compress);
    }

    /// Whether a large polling answer with it may be compressed; WebSocket frames never are.
    public Broadcast compress(boolean allowed) {
        return new Broadcast(namespace, audience, delivery, allowed);
    }

    public void emit(String event, @Nullable Object... arguments) {
        namespace.emit(audience, delivery, compress, Json.event(event, arguments));
    }

    /// Waits for everybody's callback; fails if one does not answer in time. The answers' order
    /// means nothing.
    public Future<List<ArrayNode>> emitWithAck(
            Duration timeout, String event, @Nullable Object... arguments) {
        long ackId = namespace.nextAckId();
        OutboundMessage message =
                PacketEncoder.encode(
                        new Packet.Event(namespace.name(), ackId, Json.event(event, arguments)),
                        delivery,
                        compress);
        List<Future<ArrayNode>> answers = new ArrayList<>();
        for (Socket socket : namespace.adapter().find(audience)) {
            answers.add(socket.awaitAck(ackId, timeout));
            socket.send(message);
        }
        return Future.join(answers).map(all -> all.<ArrayNode>list());
    }

    /// The sockets of this process it reaches.
    public List<Socket> sockets() {
        return namespace.adapter().find(audience);
    }

    public void join(String room) {
        sockets().forEach(socket -> socket.join(room));
    }

    public void leave(String room) {
        sockets().forEach(socket -> socket.leave(room));
    }

    public void disconnect() {
        sockets().forEach(Socket::disconnect);
    }

    private Broadcast with(Audience other) {
        return new Broadcast(namespace, other, delivery, compress);
    }

    private static Set<String> plus(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }
}
