package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Acknowledges data: everything up to a TSN, and islands after it (RFC 9260 section 3.3.4).
///
/// ```text
/// +---------------+---------------+-------------------------------+
/// |   Type = 3    |       0       |            Length             |
/// +---------------+---------------+-------------------------------+
/// |                      Cumulative TSN Ack                       |
/// +---------------------------------------------------------------+
/// |           Advertised Receiver Window Credit (bytes)           |
/// +-------------------------------+-------------------------------+
/// |   Number of Gap Ack Blocks    |   Number of Duplicate TSNs    |
/// +-------------------------------+-------------------------------+
/// |   Gap Ack Block #1 Start      |    Gap Ack Block #1 End       |  ...
/// +-------------------------------+-------------------------------+
/// |                        Duplicate TSN 1                        |  ...
/// +---------------------------------------------------------------+
/// ```
///
/// @param receiverWindow bytes, unsigned
/// @param gaps start and end in turn, inclusive, as offsets from `cumulativeTsn`
@SuppressWarnings("ArrayRecordComponent")
record SackChunk(int cumulativeTsn, int receiverWindow, int[] gaps, int[] duplicates)
        implements Chunk {
    private static final int FIXED_LENGTH = 12;

    static SackChunk cumulative(int tsn, int receiverWindow) {
        return new SackChunk(tsn, receiverWindow, new int[0], new int[0]);
    }

    static @Nullable SackChunk parse(ByteBuffer in) {
        if (in.remaining() < FIXED_LENGTH) {
            return null;
        }
        int cumulative = in.getInt();
        int window = in.getInt();
        int gapBlocks = Short.toUnsignedInt(in.getShort());
        int duplicateCount = Short.toUnsignedInt(in.getShort());
        if (in.remaining() < 4 * (gapBlocks + duplicateCount)) {
            return null;
        }
        int[] gaps = new int[2 * gapBlocks];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = Short.toUnsignedInt(in.getShort());
        }
        int[] duplicates = new int[duplicateCount];
        for (int i = 0; i < duplicateCount; i++) {
            duplicates[i] = in.getInt();
        }
        return new SackChunk(cumulative, window, gaps, duplicates);
    }

    @Override
    public int type() {
        return ChunkType.SACK;
    }

    @Override
    public int valueLength() {
        return FIXED_LENGTH + 2 * gaps.length + 4 * duplicates.length;
    }

    @Override
    public void writeValue(ByteBuffer out) {
        out.putInt(cumulativeTsn).putInt(receiverWindow);
        out.putShort((short) (gaps.length / 2)).putShort((short) duplicates.length);
        for (int gap : gaps) {
            out.putShort((short) gap);
        }
        for (int duplicate : duplicates) {
            out.putInt(duplicate);
        }
    }
}
