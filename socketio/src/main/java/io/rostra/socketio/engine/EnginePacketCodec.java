package io.rostra.socketio.engine;

import java.util.Base64;

/// One packet as text and back. Stateless.
final class EnginePacketCodec {
    private EnginePacketCodec() {}

    static EnginePacket decode(String text) throws EnginePacketException {
        if (text.isEmpty()) {
            throw new EnginePacketException("empty packet");
        }
        return switch (text.charAt(0)) {
            case '0' -> new EnginePacket.Open(text.substring(1));
            case '1' -> new EnginePacket.Close();
            case '2' -> new EnginePacket.Ping(text.substring(1));
            case '3' -> new EnginePacket.Pong(text.substring(1));
            case '4' -> new EnginePacket.Text(text.substring(1));
            case '5' -> new EnginePacket.Upgrade();
            case '6' -> new EnginePacket.Noop();
            default -> throw new EnginePacketException("unknown packet type");
        };
    }

    /// A binary packet from its base64. The Java client breaks it into lines.
    static EnginePacket.Binary decodeBase64(String base64) throws EnginePacketException {
        String joined =
                base64.indexOf('\n') < 0 ? base64 : base64.replace("\n", "").replace("\r", "");
        try {
            return new EnginePacket.Binary(Base64.getDecoder().decode(joined));
        } catch (IllegalArgumentException notBase64) {
            throw new EnginePacketException("binary packet is not base64");
        }
    }

    static String encode(EnginePacket packet) {
        return switch (packet) {
            case EnginePacket.Open(var handshake) -> '0' + handshake;
            case EnginePacket.Close() -> "1";
            case EnginePacket.Ping(var data) -> '2' + data;
            case EnginePacket.Pong(var data) -> '3' + data;
            case EnginePacket.Text(var text) -> '4' + text;
            case EnginePacket.Binary(var data) -> 'b' + Base64.getEncoder().encodeToString(data);
            case EnginePacket.Upgrade() -> "5";
            case EnginePacket.Noop() -> "6";
        };
    }
}
