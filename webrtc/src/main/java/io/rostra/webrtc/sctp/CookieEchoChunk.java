package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;

/// Hands the state cookie back (RFC 9260 section 3.3.11). First chunk of its packet; DATA may
/// follow.
@SuppressWarnings("ArrayRecordComponent")
record CookieEchoChunk(byte[] cookie) implements Chunk {
    @Override
    public int type() {
        return ChunkType.COOKIE_ECHO;
    }

    @Override
    public int valueLength() {
        return cookie.length;
    }

    @Override
    public void writeValue(ByteBuffer out) {
        out.put(cookie);
    }
}
