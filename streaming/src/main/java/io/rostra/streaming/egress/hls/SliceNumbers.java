package io.rostra.streaming.egress.hls;

import org.jspecify.annotations.Nullable;

/// The fields of a slice header that say which picture it belongs to (ITU-T H.264 section 7.3.3),
/// and where they stand.
///
/// ```text
/// first_mb ue | slice_type ue | pps_id ue | frame_num u(n) | idr_pic_id ue, only IDR | pic_order_cnt_lsb u(m)
/// ```
///
/// @param frameNumAt bit position in the NAL unit
/// @param pocLsbAt bit position in the NAL unit
record SliceNumbers(int frameNum, int frameNumAt, int pocLsb, int pocLsbAt) {

    private static final int IDR_SLICE = 5;

    /// Null if the slice ends before its header does.
    static @Nullable SliceNumbers read(H264Syntax syntax, byte[] nal) {
        BitReader bits = new BitReader(nal);
        bits.skipGolomb(3);
        int frameNumAt = bits.position();
        int frameNum = bits.u(syntax.frameNumBits());
        if ((nal[0] & 0x1F) == IDR_SLICE) {
            bits.ue();
        }
        int pocLsbAt = bits.position();
        int pocLsb = bits.u(syntax.pocLsbBits());
        return bits.overrun() ? null : new SliceNumbers(frameNum, frameNumAt, pocLsb, pocLsbAt);
    }

    SliceNumbers with(int newFrameNum, int newPocLsb) {
        return new SliceNumbers(newFrameNum, frameNumAt, newPocLsb, pocLsbAt);
    }

    /// Puts the numbers in place in the NAL unit they were read from.
    void write(H264Syntax syntax, byte[] nal) {
        put(nal, frameNumAt, syntax.frameNumBits(), frameNum);
        put(nal, pocLsbAt, syntax.pocLsbBits(), pocLsb);
    }

    private static void put(byte[] nal, int at, int count, int value) {
        for (int i = 0; i < count; i++) {
            int position = at + i;
            int mask = 0x80 >>> (position % Byte.SIZE);
            int bit = value >>> (count - 1 - i) & 1;
            nal[position / Byte.SIZE] =
                    (byte)
                            (bit == 1
                                    ? nal[position / Byte.SIZE] | mask
                                    : nal[position / Byte.SIZE] & ~mask);
        }
    }
}
