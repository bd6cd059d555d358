package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stream reconfiguration (RFC 6525 section 3.1): one or two parameters.
record ReConfigChunk(List<ReConfigParameter> parameters) implements Chunk {
    private static final int MAX_PARAMETERS = 2;

    static @Nullable ReConfigChunk parse(ByteBuffer in) {
        List<ReConfigParameter> parameters = new ArrayList<>(MAX_PARAMETERS);
        while (in.remaining() >= 4 && parameters.size() < MAX_PARAMETERS) {
            int start = in.position();
            int type = Short.toUnsignedInt(in.getShort());
            int length = Short.toUnsignedInt(in.getShort());
            if (length < 4 || length > in.limit() - start) {
                return null;
            }
            ByteBuffer value = in.slice(start + 4, length - 4);
            ReConfigParameter parameter = ReConfigParameter.parse(type, value);
            if (parameter == null) {
                return null;
            }
            parameters.add(parameter);
            in.position(Math.min(start + Chunk.padded(length), in.limit()));
        }
        return parameters.isEmpty() ? null : new ReConfigChunk(List.copyOf(parameters));
    }

    @Override
    public int type() {
        return ChunkType.RE_CONFIG;
    }

    @Override
    public int valueLength() {
        int length = 0;
        for (ReConfigParameter parameter : parameters) {
            length = Chunk.padded(length) + 4 + parameter.valueLength();
        }
        return length;
    }

    @Override
    public void writeValue(ByteBuffer out) {
        int start = out.position();
        for (ReConfigParameter parameter : parameters) {
            while ((out.position() - start) % 4 != 0) {
                out.put((byte) 0);
            }
            out.putShort((short) parameter.type()).putShort((short) (4 + parameter.valueLength()));
            parameter.writeValue(out);
        }
    }
}
