package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Asks for an association (RFC 9260 section 3.3.2). Always alone in its packet, whose verification
/// tag is 0.
record InitChunk(InitParameters parameters) implements Chunk {
    static @Nullable InitChunk parse(ByteBuffer in) {
        InitParameters parameters = InitParameters.parse(in);
        return parameters == null ? null : new InitChunk(parameters);
    }

    @Override
    public int type() {
        return ChunkType.INIT;
    }

    @Override
    public int valueLength() {
        return parameters.length();
    }

    @Override
    public void writeValue(ByteBuffer out) {
        parameters.write(out);
    }
}
