package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;

/// Says that all data was sent and the SHUTDOWN is accepted (RFC 9260 section 3.3.9). No value.
record ShutdownAckChunk() implements Chunk {
    @Override
    public int type() {
        return ChunkType.SHUTDOWN_ACK;
    }

    @Override
    public int valueLength() {
        return 0;
    }

    @Override
    public void writeValue(ByteBuffer out) {}
}
