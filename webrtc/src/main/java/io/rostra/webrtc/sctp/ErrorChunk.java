package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import java.util.List;

/// Reports errors that do not end the association by themselves (RFC 9260 section 3.3.10).
record ErrorChunk(List<ErrorCause> causes) implements Chunk {
    static ErrorChunk parse(ByteBuffer in) {
        return new ErrorChunk(ErrorCause.parseAll(in));
    }

    @Override
    public int type() {
        return ChunkType.ERROR;
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
