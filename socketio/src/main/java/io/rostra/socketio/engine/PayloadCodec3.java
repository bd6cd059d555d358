package io.rostra.socketio.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The body of a polling request in Engine.IO 3.
///
/// ```text
/// text payload    = *( length ":" packet )          length in UTF-16 units
/// packet          = digit text | "b" digit base64
/// binary payload  = *( kind length %xFF packet )    kind 0 text, 1 binary; length in bytes,
///                                                   one byte from 0 to 9 for each digit
/// ```
///
/// Answers are always text: every client reads that.
final class PayloadCodec3 {
    /// Enough for any payload that is accepted.
    private static final int MAX_LENGTH_DIGITS = 9;

    private PayloadCodec3() {}

    static List<EnginePacket> decode(String payload) throws EnginePacketException {
        List<EnginePacket> packets = new ArrayList<>();
        int position = 0;
        while (position < payload.length()) {
            int colon = payload.indexOf(':', position);
            if (colon < 0 || colon - position > MAX_LENGTH_DIGITS) {
                throw new EnginePacketException("packet without a length");
            }
            int length = 0;
            for (int i = position; i < colon; i++) {
                length = 10 * length + digit(payload.charAt(i) - '0');
            }
            position = colon + 1;
            if (length > payload.length() - position) {
                throw new EnginePacketException("packet longer than its payload");
            }
            add(packets, decodeText(payload.substring(position, position + length)));
            position += length;
        }
        return packets;
    }

    static List<EnginePacket> decode(byte[] payload) throws EnginePacketException {
        List<EnginePacket> packets = new ArrayList<>();
        int position = 0;
        while (position < payload.length) {
            int kind = payload[position++];
            int length = 0;
            int digits = 0;
            while (position < payload.length && payload[position] != (byte) 0xff) {
                if (++digits > MAX_LENGTH_DIGITS) {
                    throw new EnginePacketException("packet without a length");
                }
                length = 10 * length + digit(payload[position++]);
            }
            position++;
            if (digits == 0 || length > payload.length - position) {
                throw new EnginePacketException("packet longer than its payload");
            }
            byte[] packet = Arrays.copyOfRange(payload, position, position + length);
            position += length;
            switch (kind) {
                case 0 -> add(packets, decodeText(new String(packet, StandardCharsets.UTF_8)));
                case 1 -> add(packets, decodeBinary(packet));
                default -> throw new EnginePacketException("neither text nor binary");
            }
        }
        return packets;
    }

    /// A packet of a payload, or a text frame of a WebSocket.
    static EnginePacket decodeText(String text) throws EnginePacketException {
        if (!text.startsWith("b")) {
            return EnginePacketCodec.decode(text);
        }
        if (!text.startsWith("b4")) {
            throw new EnginePacketException("binary packet that is no message");
        }
        return EnginePacketCodec.decodeBase64(text.substring(2));
    }

    /// A binary frame of a WebSocket, or a binary packet of a binary payload.
    static EnginePacket decodeBinary(byte[] packet) throws EnginePacketException {
        if (packet.length == 0 || packet[0] != 4) {
            throw new EnginePacketException("binary packet that is no message");
        }
        return new EnginePacket.Binary(Arrays.copyOfRange(packet, 1, packet.length));
    }

    /// The length of UTF-8 text as JavaScript counts it.
    static int utf16Length(byte[] utf8) {
        int units = 0;
        for (byte b : utf8) {
            // Not for continuation bytes; twice for characters of four bytes.
            if ((b & 0xc0) != 0x80) {
                units += (b & 0xf8) == 0xf0 ? 2 : 1;
            }
        }
        return units;
    }

    private static void add(List<EnginePacket> packets, EnginePacket packet)
            throws EnginePacketException {
        if (packets.size() == PayloadCodec.MAX_PACKETS) {
            throw new EnginePacketException("more than " + PayloadCodec.MAX_PACKETS + " packets");
        }
        packets.add(packet);
    }

    private static int digit(int value) throws EnginePacketException {
        if (value < 0 || value > 9) {
            throw new EnginePacketException("length is not a number");
        }
        return value;
    }
}
