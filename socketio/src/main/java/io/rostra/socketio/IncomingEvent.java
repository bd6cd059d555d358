package io.rostra.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event a client sent. Confined to the server's loop.
public final class IncomingEvent {
    private final Socket socket;
    private final long ackId;
    private final ArrayNode data;
    private boolean acknowledged;

    IncomingEvent(Socket socket, Packet.Event packet) {
        this.socket = socket;
        this.ackId = packet.ackId();
        this.data = packet.arguments();
    }

    public String name() {
        return data.get(0).asText();
    }

    /// The number of arguments.
    public int size() {
        return data.size() - 1;
    }

    /// An argument, or a missing node.
    public JsonNode argument(int index) {
        JsonNode argument = data.get(index + 1);
        return argument == null ? MissingNode.getInstance() : argument;
    }

    /// An argument that is a string.
    public Optional<String> text(int index) {
        JsonNode argument = argument(index);
        return argument.isTextual() ? Optional.of(argument.textValue()) : Optional.empty();
    }

    /// The bytes of an argument that is binary; not copied.
    public Optional<byte[]> binary(int index) {
        return argument(index) instanceof com.fasterxml.jackson.databind.node.BinaryNode bytes
                ? Optional.of(bytes.binaryValue())
                : Optional.empty();
    }

    /// About how many bytes it took, and takes again when it is passed on.
    public int weight() {
        return Json.weight(data);
    }

    /// All arguments, for passing on.
    public Object[] arguments() {
        Object[] arguments = new Object[size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(i);
        }
        return arguments;
    }

    /// Whether the client waits for an answer and has got none.
    public boolean wantsAck() {
        return ackId != Packet.NO_ACK && !acknowledged;
    }

    /// Answers the client's callback; once, and only if there is one.
    public void acknowledge(@Nullable Object... arguments) {
        if (wantsAck()) {
            acknowledged = true;
            socket.acknowledge(ackId, Json.array(arguments));
        }
    }
}
