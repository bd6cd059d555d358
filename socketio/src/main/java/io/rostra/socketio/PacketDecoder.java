package io.rostra.socketio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Text and binary messages to packets; a packet with attachments comes when the last has arrived.
///
/// ```text
/// packet = type [ attachments "-" ] [ "/" name "," ] [ ack-id ] [ json ]
/// ```
///
/// Confined to one thread; after an exception it is of no more use.
public final class PacketDecoder {
    private static final Set<String> RESERVED_EVENTS =
            Set.of(
                    "connect",
                    "connect_error",
                    "disconnect",
                    "disconnecting",
                    "newListener",
                    "removeListener");
    private static final int MAX_NAMESPACE_LENGTH = 256;

    /// JavaScript counts acknowledgements in doubles.
    private static final int MAX_ACK_DIGITS = 15;

    private final int maxAttachments;
    private final int maxAttachmentBytes;
    private @Nullable Incomplete incomplete;
    private int attachmentsSeen;

    /// A packet whose attachments are still on their way.
    private static final class Incomplete {
        final Packet packet;
        final int expected;
        final List<byte[]> attachments = new ArrayList<>();
        long bytes;

        Incomplete(Packet packet, int expected) {
            this.packet = packet;
            this.expected = expected;
        }
    }

    /// `maxAttachmentBytes` bounds the attachments of one packet together.
    public PacketDecoder(int maxAttachments, int maxAttachmentBytes) {
        this.maxAttachments = maxAttachments;
        this.maxAttachmentBytes = maxAttachmentBytes;
    }

    /// How many attachments of an incomplete packet have come; -1 when none is awaited. A number
    /// for the connection's life, so that two packets are not mistaken for one.
    int waitingWith() {
        return incomplete == null ? -1 : attachmentsSeen;
    }

    /// The packet a text message is, or null when attachments must follow.
    public @Nullable Packet onText(String text) throws PacketException {
        if (incomplete != null) {
            throw new PacketException("text while waiting for attachments");
        }
        return new Reading(text).packet();
    }

    /// The packet a binary message completes, or null when more must follow.
    public @Nullable Packet onBinary(byte[] data) throws PacketException {
        Incomplete waiting = incomplete;
        if (waiting == null) {
            throw new PacketException("attachment of no packet");
        }
        waiting.bytes += data.length;
        if (waiting.bytes > maxAttachmentBytes) {
            throw new PacketException("attachments of more than " + maxAttachmentBytes + " bytes");
        }
        waiting.attachments.add(data);
        attachmentsSeen = (attachmentsSeen + 1) & Integer.MAX_VALUE;
        if (waiting.attachments.size() < waiting.expected) {
            return null;
        }
        incomplete = null;
        return switch (waiting.packet) {
            case Packet.Event(_, _, var arguments) -> filled(waiting, arguments);
            case Packet.Ack(_, _, var arguments) -> filled(waiting, arguments);
            case Packet.Connect _, Packet.Disconnect _, Packet.ConnectError _ -> waiting.packet;
        };
    }

    private static Packet filled(Incomplete waiting, ArrayNode arguments) throws PacketException {
        fill(arguments, new ArrayList<>(waiting.attachments));
        return waiting.packet;
    }

    /// Puts attachments where `{"_placeholder":true,"num":n}` stands. Each can stand in one place
    /// only: whoever passes the event on sends it as often as it stands there.
    private static void fill(JsonNode parent, List<byte @Nullable []> attachments)
            throws PacketException {
        if (parent instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode child = array.get(i);
                if (isPlaceholder(child)) {
                    array.set(i, attachment(child, attachments));
                } else {
                    fill(child, attachments);
                }
            }
        } else if (parent instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (isPlaceholder(field.getValue())) {
                    field.setValue(attachment(field.getValue(), attachments));
                } else {
                    fill(field.getValue(), attachments);
                }
            }
        }
    }

    private static boolean isPlaceholder(JsonNode node) {
        return node.isObject() && node.path("_placeholder").asBoolean(false);
    }

    private static BinaryNode attachment(JsonNode placeholder, List<byte @Nullable []> attachments)
            throws PacketException {
        JsonNode number = placeholder.path("num");
        int index = number.isInt() ? number.intValue() : -1;
        byte[] data =
                index < 0 || index >= attachments.size() ? null : attachments.set(index, null);
        if (data == null) {
            throw new PacketException("placeholder of no attachment");
        }
        return BinaryNode.valueOf(data);
    }

    /// One pass over one text.
    private final class Reading {
        private final String text;
        private int position = 1;

        Reading(String text) {
            this.text = text;
        }

        @Nullable Packet packet() throws PacketException {
            char type = text.isEmpty() ? ' ' : text.charAt(0);
            return switch (type) {
                case '0' -> connect();
                case '1' -> disconnect();
                case '2', '3' -> message(type == '2', 0);
                case '4' -> new Packet.ConnectError(namespace(), json());
                case '5', '6' -> binaryMessage(type == '5');
                default -> throw new PacketException("unknown packet type");
            };
        }

        private Packet connect() throws PacketException {
            String namespace = namespace();
            if (atEnd()) {
                return new Packet.Connect(namespace, null);
            }
            JsonNode payload = json();
            if (!payload.isObject()) {
                throw new PacketException("auth is not an object");
            }
            return new Packet.Connect(namespace, payload);
        }

        private Packet disconnect() throws PacketException {
            String namespace = namespace();
            if (!atEnd()) {
                throw new PacketException("disconnect with a payload");
            }
            return new Packet.Disconnect(namespace);
        }

        private @Nullable Packet binaryMessage(boolean event) throws PacketException {
            int dash = text.indexOf('-');
            // As many digits as an int surely has room for.
            long count = dash < 0 || dash > 9 ? -1 : number(dash);
            if (count < 0 || count > maxAttachments) {
                throw new PacketException("bad number of attachments");
            }
            position = dash + 1;
            return message(event, (int) count);
        }

        private @Nullable Packet message(boolean event, int attachments) throws PacketException {
            String namespace = namespace();
            long ackId = ackId();
            if (!event && ackId == Packet.NO_ACK) {
                throw new PacketException("acknowledgement without an id");
            }
            if (!(json() instanceof ArrayNode arguments)) {
                throw new PacketException("payload is not an array");
            }
            if (event) {
                requireName(arguments);
            }
            Packet packet =
                    event
                            ? new Packet.Event(namespace, ackId, arguments)
                            : new Packet.Ack(namespace, ackId, arguments);
            if (attachments == 0) {
                return packet;
            }
            incomplete = new Incomplete(packet, attachments);
            return null;
        }

        private static void requireName(ArrayNode arguments) throws PacketException {
            JsonNode name = arguments.path(0);
            if (!name.isTextual() && !name.isNumber()) {
                throw new PacketException("event without a name");
            }
            if (RESERVED_EVENTS.contains(name.asText())) {
                throw new PacketException("event with a reserved name");
            }
        }

        private String namespace() throws PacketException {
            if (atEnd() || text.charAt(position) != '/') {
                return "/";
            }
            int comma = text.indexOf(',', position);
            int end = comma < 0 ? text.length() : comma;
            if (end - position > MAX_NAMESPACE_LENGTH) {
                throw new PacketException("namespace name too long");
            }
            String name = text.substring(position, end);
            position = comma < 0 ? end : end + 1;
            return name;
        }

        private long ackId() throws PacketException {
            int end = position;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
            if (end == position) {
                return Packet.NO_ACK;
            }
            if (end - position > MAX_ACK_DIGITS) {
                throw new PacketException("acknowledgement id too large");
            }
            return number(end);
        }

        /// The digits up to `end`, or -1 when something else is among them. At most 15 digits.
        private long number(int end) {
            long value = 0;
            for (int i = position; i < end; i++) {
                if (!isDigit(text.charAt(i))) {
                    return -1;
                }
                value = value * 10 + (text.charAt(i) - '0');
            }
            boolean any = end > position;
            position = end;
            return any ? value : -1;
        }

        private JsonNode json() throws PacketException {
            try {
                JsonNode node = Json.MAPPER.readTree(text.substring(position));
                if (node == null || node.isMissingNode()) {
                    throw new PacketException("no payload");
                }
                return node;
            } catch (JsonProcessingException notJson) {
                throw new PacketException("payload is not JSON");
            }
        }

        private boolean atEnd() {
            return position >= text.length();
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}
