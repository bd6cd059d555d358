package io.rostra.socketio;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.socketio.engine.OutboundMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Packets to messages, once for all who get them. Stateless.
public final class PacketEncoder {
    private static final byte[][] NO_ATTACHMENTS = {};

    private PacketEncoder() {}

    /// For packets that belong to the handshake; they share their write with no others.
    static OutboundMessage handshake(Packet packet) {
        return OutboundMessage.handshake(new Writing().text(packet));
    }

    static OutboundMessage encode(Packet packet) {
        return encode(packet, OutboundMessage.Delivery.RELIABLE, true);
    }

    static OutboundMessage encode(
            Packet packet, OutboundMessage.Delivery delivery, boolean compress) {
        Writing writing = new Writing();
        byte[] text = writing.text(packet);
        return OutboundMessage.encoded(text, writing.binaries(), delivery, compress);
    }

    /// One pass over one packet.
    private static final class Writing {
        private @Nullable List<byte[]> attachments;

        /// The packet's text with the Engine.IO message digit before it.
        byte[] text(Packet packet) {
            return switch (packet) {
                case Packet.Connect(var namespace, var payload) ->
                        assemble('0', namespace, Packet.NO_ACK, payload);
                case Packet.Disconnect(var namespace) ->
                        assemble('1', namespace, Packet.NO_ACK, null);
                case Packet.Event(var namespace, var ackId, var arguments) ->
                        assemble('2', namespace, ackId, arguments);
                case Packet.Ack(var namespace, var ackId, var arguments) ->
                        assemble('3', namespace, ackId, arguments);
                case Packet.ConnectError(var namespace, var payload) ->
                        assemble('4', namespace, Packet.NO_ACK, payload);
            };
        }

        byte[][] binaries() {
            return attachments == null ? NO_ATTACHMENTS : attachments.toArray(new byte[0][]);
        }

        private byte[] assemble(
                char type, String namespace, long ackId, @Nullable JsonNode payload) {
            byte[] json = payload == null ? new byte[0] : json(payload);
            StringBuilder head = new StringBuilder(16).append('4');
            if (attachments == null) {
                head.append(type);
            } else {
                // BINARY_EVENT and BINARY_ACK are EVENT and ACK plus three.
                head.append((char) (type + 3)).append(attachments.size()).append('-');
            }
            if (!namespace.equals("/")) {
                head.append(namespace).append(',');
            }
            if (ackId != Packet.NO_ACK) {
                head.append(ackId);
            }
            byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
            byte[] text = new byte[start.length + json.length];
            System.arraycopy(start, 0, text, 0, start.length);
            System.arraycopy(json, 0, text, start.length, json.length);
            return text;
        }

        private byte[] json(JsonNode payload) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(256);
            try (JsonGenerator generator = Json.MAPPER.createGenerator(out)) {
                write(payload, generator);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return out.toByteArray();
        }

        private void write(JsonNode node, JsonGenerator generator) throws IOException {
            switch (node) {
                case BinaryNode binary -> placeholder(binary.binaryValue(), generator);
                case ArrayNode array -> {
                    generator.writeStartArray();
                    for (JsonNode element : array) {
                        write(element, generator);
                    }
                    generator.writeEndArray();
                }
                case ObjectNode object -> {
                    generator.writeStartObject();
                    for (Map.Entry<String, JsonNode> field : object.properties()) {
                        generator.writeFieldName(field.getKey());
                        write(field.getValue(), generator);
                    }
                    generator.writeEndObject();
                }
                default -> Json.MAPPER.writeTree(generator, node);
            }
        }

        private void placeholder(byte[] data, JsonGenerator generator) throws IOException {
            List<byte[]> list = attachments;
            if (list == null) {
                list = new ArrayList<>(2);
                attachments = list;
            }
            generator.writeStartObject();
            generator.writeBooleanField("_placeholder", true);
            generator.writeNumberField("num", list.size());
            generator.writeEndObject();
            list.add(data);
        }
    }
}
