package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the receiver to stop waiting for abandoned data (RFC 3758 section 3.2).
///
/// ```text
/// +---------------+---------------+-------------------------------+
/// |  Type = 192   |       0       |            Length             |
/// +---------------+---------------+-------------------------------+
/// |                      New Cumulative TSN                       |
/// +-------------------------------+-------------------------------+
/// |          Stream-1             |      Stream Sequence-1        |  ...
/// +-------------------------------+-------------------------------+
/// ```
///
/// @param skipped per ordered stream the last sequence number that was given up
record ForwardTsnChunk(int newCumulativeTsn, List<Skipped> skipped) implements Chunk {
    record Skipped(int stream, int ssn) {}

    static @Nullable ForwardTsnChunk parse(ByteBuffer in) {
        if (in.remaining() < 4) {
            return null;
        }
        int tsn = in.getInt();
        List<Skipped> skipped = new ArrayList<>(in.remaining() / 4);
        while (in.remaining() >= 4) {
            int stream = Short.toUnsignedInt(in.getShort());
            skipped.add(new Skipped(stream, Short.toUnsignedInt(in.getShort())));
        }
        return new ForwardTsnChunk(tsn, List.copyOf(skipped));
    }

    @Override
    public int type() {
        return ChunkType.FORWARD_TSN;
    }

    @Override
    public int valueLength() {
        return 4 + 4 * skipped.size();
    }

    @Override
    public void writeValue(ByteBuffer out) {
        out.putInt(newCumulativeTsn);
        for (Skipped skip : skipped) {
            out.putShort((short) skip.stream).putShort((short) skip.ssn);
        }
    }
}
