package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;

/// Asks whether we are alive (RFC 9260 section 3.3.5). The value is the sender's own and comes back
/// untouched.
@SuppressWarnings("ArrayRecordComponent")
record HeartbeatChunk(byte[] information) implements Chunk {
    @Override
    public int type() {
        return ChunkType.HEARTBEAT;
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
