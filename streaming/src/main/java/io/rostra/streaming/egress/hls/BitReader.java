package io.rostra.streaming.egress.hls;

import java.util.Arrays;

/// Reads the bits of an H.264 NAL unit after its header byte. Reading past the end gives zeros and
/// [#overrun].
final class BitReader {

    /// An Exp-Golomb code of more leading zeros is not one we read.
    private static final int MAX_LEADING_ZEROS = 24;

    private final byte[] plain;
    private int position = Byte.SIZE;
    private boolean overrun;

    /// @param plain without emulation prevention bytes, see [#unescape]
    BitReader(byte[] plain) {
        this.plain = plain;
    }

    int u(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    boolean flag() {
        return bit() == 1;
    }

    /// Exp-Golomb code, unsigned.
    int ue() {
        int zeros = 0;
        while (bit() == 0) {
            if (++zeros > MAX_LEADING_ZEROS) {
                overrun = true;
                return 0;
            }
        }
        return (1 << zeros) - 1 + u(zeros);
    }

    /// Exp-Golomb codes that only need to be passed, signed or not.
    void skipGolomb(int count) {
        for (int i = 0; i < count; i++) {
            ue();
        }
    }

    /// Bits from the start of the NAL unit.
    int position() {
        return position;
    }

    boolean overrun() {
        return overrun;
    }

    private int bit() {
        if (position >= plain.length * Byte.SIZE) {
            overrun = true;
            return 0;
        }
        int bit = plain[position / Byte.SIZE] >>> (7 - position % Byte.SIZE) & 1;
        position++;
        return bit;
    }

    /// Removes emulation prevention bytes from a range of an array.
    static byte[] unescape(byte[] nal, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        int zeros = 0;
        for (int i = from; i < to; i++) {
            if (zeros == 2 && nal[i] == 3) {
                zeros = 0;
                continue;
            }
            plain[length++] = nal[i];
            zeros = nal[i] == 0 ? zeros + 1 : 0;
        }
        return Arrays.copyOf(plain, length);
    }
}
