package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Answers an INIT with a state cookie (RFC 9260 section 3.3.3). Always alone in its packet.
record InitAckChunk(InitParameters parameters) implements Chunk {
    static @Nullable InitAckChunk parse(ByteBuffer in) {
        InitParameters parameters = InitParameters.parse(in);
        return parameters == null || parameters.cookie() == null
                ? null
                : new InitAckChunk(parameters);
    }

    @Override
    public int type() {
        return ChunkType.INIT_ACK;
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
