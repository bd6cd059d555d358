package io.rostra.socketio.engine;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads server-to-client WebSocket frames back, for tests.
public final class Frames {
    private Frames() {}

    public static void write(OutboundMessage message, ByteBuf out) {
        message.writeFrames(out, EngineProtocol.V4);
    }

    /// Strings of text frames and arrays of binary ones.
    public static List<Object> read(ByteBuf in) {
        List<Object> messages = new ArrayList<>();
        while (in.isReadable()) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            byte[] payload = new byte[length];
            in.readBytes(payload);
            messages.add(
                    switch (first) {
                        case 0x81 -> new String(payload, StandardCharsets.UTF_8);
                        case 0x82 -> payload;
                        default -> throw new IllegalArgumentException("frame " + first);
                    });
        }
        return messages;
    }
}
