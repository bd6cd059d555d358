package io.rostra.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.util.concurrent.ScheduledFuture;
import io.rostra.socketio.engine.CloseReason;
import io.rostra.socketio.engine.EngineListener;
import io.rostra.socketio.engine.EngineProtocol;
import io.rostra.socketio.engine.EngineSession;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client with the namespaces it is connected to: decodes what it sends and hands it to the right
/// [Socket]. Confined to the server's loop.
final class Connection implements EngineListener {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final SocketIoServer server;
    private final EngineSession session;
    private final PacketDecoder decoder;
    private final Map<String, Socket> sockets = new HashMap<>(2);

    /// Namespaces whose middleware has not answered yet.
    private Set<String> connecting = Set.of();

    /// Attachments of the decoder at the last heartbeat, when some were missing.
    private int attachmentsBefore = -1;

    /// Runs until the first namespace is connected.
    private @Nullable ScheduledFuture<?> connectTimeout;

    Connection(SocketIoServer server, EngineSession session) {
        this.server = server;
        this.session = session;
        SocketIoOptions options = server.options();
        this.decoder = new PacketDecoder(options.maxAttachments(), options.maxAttachmentBytes());
        this.connectTimeout =
                server.loop()
                        .schedule(
                                options.connectTimeout(),
                                () -> session.close(CloseReason.CONNECT_TIMEOUT));
    }

    EngineSession session() {
        return session;
    }

    @Override
    public void onOpen() {
        if (session.protocol() == EngineProtocol.V3) {
            // Such clients are in the main namespace without asking.
            onConnect("/", JsonNodeFactory.instance.objectNode());
        }
    }

    /// Attachments that do not get on from one heartbeat to the next never will.
    @Override
    public void onHeartbeat() {
        int attachments = decoder.waitingWith();
        if (attachments >= 0 && attachments == attachmentsBefore) {
            session.close(CloseReason.PARSE_ERROR);
        }
        attachmentsBefore = attachments;
    }

    @Override
    public void onText(String message) {
        try {
            onPacket(decoder.onText(message));
        } catch (PacketException malformed) {
            session.close(CloseReason.PARSE_ERROR);
        }
    }

    @Override
    public void onBinary(byte[] message) {
        try {
            onPacket(decoder.onBinary(message));
        } catch (PacketException malformed) {
            session.close(CloseReason.PARSE_ERROR);
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        stopTimeout();
        connecting = Set.of();
        for (Socket socket : List.copyOf(sockets.values())) {
            socket.leaveNamespace(reason.text());
        }
    }

    private void onPacket(@Nullable Packet packet) {
        switch (packet) {
            case null -> {}
            case Packet.Connect(var name, var auth) ->
                    onConnect(
                            withoutQuery(name),
                            auth == null ? JsonNodeFactory.instance.objectNode() : auth);
            case Packet.Disconnect(var name) -> {
                Socket socket = sockets.get(name);
                if (socket != null) {
                    socket.leaveNamespace("client namespace disconnect");
                }
            }
            case Packet.Event event -> {
                Socket socket = connected(event.namespace());
                if (socket != null) {
                    dispatch(socket, event);
                }
            }
            case Packet.Ack ack -> {
                Socket socket = connected(ack.namespace());
                if (socket != null) {
                    socket.onAck(ack);
                }
            }
            case Packet.ConnectError _ -> session.close(CloseReason.PARSE_ERROR);
        }
    }

    /// The socket of a namespace. Packets may cross a disconnect on their way, so they are only
    /// held against a client that never connected.
    private @Nullable Socket connected(String name) {
        Socket socket = sockets.get(name);
        if (socket == null && connectTimeout != null && connecting.isEmpty()) {
            session.close(CloseReason.PARSE_ERROR);
        }
        return socket;
    }

    private void dispatch(Socket socket, Packet.Event event) {
        try {
            socket.onEvent(event);
        } catch (RuntimeException bug) {
            log.error("A handler of namespace {} failed", event.namespace(), bug);
            socket.disconnect();
        }
    }

    private void onConnect(String name, JsonNode auth) {
        if (sockets.containsKey(name) || connecting.contains(name)) {
            // The JavaScript client asks twice when its application calls connect() by itself.
            return;
        }
        if (sockets.size() + connecting.size() >= server.options().maxNamespaces()) {
            refuse(name, ConnectRefusedException.payload("Too many namespaces"));
            return;
        }
        Namespace namespace = server.find(name, auth);
        if (namespace == null) {
            refuse(name, ConnectRefusedException.payload("Invalid namespace"));
            return;
        }
        if (connecting.isEmpty()) {
            connecting = new HashSet<>(2);
        }
        connecting.add(name);
        namespace.connect(this, auth);
    }

    /// Takes a socket that passed all checks; false when the client has gone meanwhile.
    boolean admit(Namespace namespace, Socket socket) {
        boolean waited = connecting.contains(namespace.name());
        stopConnecting(namespace.name());
        if (!waited || !session.isOpen()) {
            return false;
        }
        stopTimeout();
        sockets.put(namespace.name(), socket);
        return true;
    }

    /// Clients of version 2 put a query behind the name, where later ones have the auth payload.
    private String withoutQuery(String name) {
        int query = session.protocol() == EngineProtocol.V3 ? name.indexOf('?') : -1;
        return query < 0 ? name : name.substring(0, query);
    }

    /// Clients of version 2 get no id with CONNECT; they make it of their session's.
    String newSocketId(String namespace) {
        if (session.protocol() == EngineProtocol.V3) {
            return namespace.equals("/") ? session.id() : namespace + '#' + session.id();
        }
        return server.newId();
    }

    void sendConnected(Socket socket) {
        if (session.protocol() == EngineProtocol.V3) {
            session.send(
                    PacketEncoder.handshake(new Packet.Connect(socket.namespace().name(), null)));
            return;
        }
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("sid", socket.id());
        if (socket.recoveryId() != null) {
            payload.put("pid", socket.recoveryId());
        }
        session.send(
                PacketEncoder.handshake(new Packet.Connect(socket.namespace().name(), payload)));
    }

    void refuse(String name, JsonNode payload) {
        stopConnecting(name);
        // Clients of version 2 take what the application gets: the data, or else the message.
        JsonNode told =
                session.protocol() == EngineProtocol.V3
                        ? payload.path(payload.has("data") ? "data" : "message")
                        : payload;
        session.send(PacketEncoder.encode(new Packet.ConnectError(name, told)));
    }

    void forget(Socket socket) {
        sockets.remove(socket.namespace().name());
    }

    private void stopConnecting(String name) {
        if (!connecting.isEmpty()) {
            connecting.remove(name);
        }
        if (connecting.isEmpty()) {
            connecting = Set.of();
        }
    }

    private void stopTimeout() {
        if (connectTimeout != null) {
            connectTimeout.cancel(false);
            connectTimeout = null;
        }
    }
}
