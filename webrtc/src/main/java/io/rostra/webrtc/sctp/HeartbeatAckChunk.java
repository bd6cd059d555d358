package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;

/// Answers a HEARTBEAT with its own value (RFC 9260 section 3.3.6).
@SuppressWarnings("ArrayRecordComponent")
record HeartbeatAckChunk(byte[] information) implements Chunk {
    @Override
    public int type() {
        return ChunkType.HEARTBEAT_ACK;
    }

    @Override
    public int valueLength() {
        return information.length;
    }

    @Override
    public void writeValue(ByteBuffer out) {
        out.put(information);
    }
}
