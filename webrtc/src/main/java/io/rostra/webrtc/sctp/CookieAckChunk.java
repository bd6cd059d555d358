package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;

/// Ends the handshake (RFC 9260 section 3.3.12). No value.
record CookieAckChunk() implements Chunk {
    @Override
    public int type() {
        return ChunkType.COOKIE_ACK;
    }

    @Override
    public int valueLength() {
        return 0;
    }

    @Override
    public void writeValue(ByteBuffer out) {}
}
