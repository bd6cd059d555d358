package io.rostra.socketio.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The body of a polling request: packets in a row.
///
/// ```text
/// payload = packet *( %x1E packet )
/// packet  = digit text | "b" base64
/// ```
final class PayloadCodec {
    static final char SEPARATOR = '\u001e';

    /// More packets than any client sends at once; a million empty ones would be a flood of
    /// objects.
    static final int MAX_PACKETS = 10_000;

    private PayloadCodec() {}

    static List<EnginePacket> decode(String payload) throws EnginePacketException {
        List<EnginePacket> packets = new ArrayList<>();
        int start = 0;
        while (true) {
            int end = payload.indexOf(SEPARATOR, start);
            packets.add(decodeOne(payload.substring(start, end < 0 ? payload.length() : end)));
            if (end < 0) {
                return packets;
            }
            if (packets.size() == MAX_PACKETS) {
                throw new EnginePacketException("more than " + MAX_PACKETS + " packets");
            }
            start = end + 1;
        }
    }

    static String encode(List<EnginePacket> packets) {
        return packets.stream()
                .map(EnginePacketCodec::encode)
                .collect(Collectors.joining(String.valueOf(SEPARATOR)));
    }

    private static EnginePacket decodeOne(String text) throws EnginePacketException {
        if (text.isEmpty() || text.charAt(0) != 'b') {
            return EnginePacketCodec.decode(text);
        }
        return EnginePacketCodec.decodeBase64(text.substring(1));
    }
}
