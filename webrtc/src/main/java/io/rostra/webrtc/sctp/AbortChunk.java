package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import java.util.List;

/// Ends the association at once (RFC 9260 section 3.3.7).
///
/// @param reflected the T bit: the packet carries the receiver's own peer tag, as the sender has no
///   association
record AbortChunk(boolean reflected, List<ErrorCause> causes) implements Chunk {
    static AbortChunk parse(int flags, ByteBuffer in) {
        return new AbortChunk((flags & 1) != 0, ErrorCause.parseAll(in));
    }

    @Override
    public int type() {
        return ChunkType.ABORT;
    }

    @Override
    public int flags() {
        return reflected ? 1 : 0;
    }

    @Override
    public int valueLength() {
        return ErrorCause.lengthOfAll(causes);
    }

    @Override
    public void writeValue(ByteBuffer out) {
        ErrorCause.writeAll(causes, out);
    }
}
