package io.rostra.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

/// What travels between a client and a namespace. Binary arguments are
/// [com.fasterxml.jackson.databind.node.BinaryNode]s inside the arguments; whether a packet has any
/// decides its type on the wire.
///
/// ```text
/// 0 CONNECT   1 DISCONNECT   2 EVENT   3 ACK   4 CONNECT_ERROR   5 BINARY_EVENT   6 BINARY_ACK
/// ```
public sealed interface Packet {
    /// The packet wants no acknowledgement.
    long NO_ACK = -1;

    String namespace();

    /// `payload` is the client's auth, or the server's sid; an object.
    record Connect(String namespace, @Nullable JsonNode payload) implements Packet {}

    record Disconnect(String namespace) implements Packet {}

    /// The first argument is the event's name.
    record Event(String namespace, long ackId, ArrayNode arguments) implements Packet {}

    record Ack(String namespace, long ackId, ArrayNode arguments) implements Packet {}

    /// `payload` has a `message` and maybe `data`.
    record ConnectError(String namespace, JsonNode payload) implements Packet {}
}
