package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Starts a graceful end (RFC 9260 section 3.3.8); the value is the cumulative TSN ack, 32 bits.
record ShutdownChunk(int cumulativeTsn) implements Chunk {
    static @Nullable ShutdownChunk parse(ByteBuffer in) {
        return in.remaining() < 4 ? null : new ShutdownChunk(in.getInt());
    }

    @Override
    public int type() {
        return ChunkType.SHUTDOWN;
    }

    @Override
    public int valueLength() {
        return 4;
    }

    @Override
    public void writeValue(ByteBuffer out) {
        out.putInt(cumulativeTsn);
    }
}
