package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;

/// Ends the shutdown (RFC 9260 section 3.3.13). No value.
///
/// @param reflected the T bit: the packet carries the receiver's own peer tag, as the sender has no
///   association
record ShutdownCompleteChunk(boolean reflected) implements Chunk {
    @Override
    public int type() {
        return ChunkType.SHUTDOWN_COMPLETE;
    }

    @Override
    public int flags() {
        return reflected ? 1 : 0;
    }

    @Override
    public int valueLength() {
        return 0;
    }

    @Override
    public void writeValue(ByteBuffer out) {}
}
