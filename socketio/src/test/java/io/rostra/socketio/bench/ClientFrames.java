package io.rostra.socketio.bench;

import java.nio.ByteBuffer;

/// Frames as a client sends them: masked (RFC 6455 section 5.3), but with the key zero, so that
/// masking costs the client nothing. The server unmasks all the same.
final class ClientFrames {
    static final int MAX_HEAD = 14;

    private ClientFrames() {}

    static void append(ByteBuffer out, boolean text, byte[] payload) {
        out.put((byte) (text ? 0x81 : 0x82));
        int length = payload.length;
        if (length < 126) {
            out.put((byte) (0x80 | length));
        } else if (length < 1 << 16) {
            out.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            out.put((byte) (0x80 | 127)).putLong(length);
        }
        out.putInt(0).put(payload);
    }
}
