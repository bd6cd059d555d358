package io.rostra.media.codec;

/// Reads bits and Exp-Golomb codes of a NAL unit's payload (ITU-T H.264 sections 7.3.1 and 9.1),
/// skipping emulation prevention bytes (`00 00 03`). Behind the end it reads zeros and [#overrun]
/// is set.
final class BitReader {
    private final byte[] buffer;
    private final int end;
    private int at;
    private int bitsLeft;
    private int current;
    private int zeros;
    private boolean overrun;

    BitReader(byte[] buffer, int offset, int end) {
        this.buffer = buffer;
        this.end = end;
        at = offset;
    }

    boolean overrun() {
        return overrun;
    }

    int bit() {
        if (bitsLeft == 0) {
            nextByte();
        }
        bitsLeft--;
        return current >>> bitsLeft & 1;
    }

    private void nextByte() {
        if (zeros >= 2 && at < end && buffer[at] == 3) {
            at++;
            zeros = 0;
        }
        if (at < end) {
            current = buffer[at++] & 0xFF;
        } else {
            current = 0;
            overrun = true;
        }
        zeros = current == 0 ? zeros + 1 : 0;
        bitsLeft = 8;
    }

    boolean flag() {
        return bit() == 1;
    }

    /// @param count up to 32
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /// ue(v). A code longer than 31 bits counts as overrun.
    int unsignedExpGolomb() {
        int leading = 0;
        while (bit() == 0) {
            leading++;
            if (leading > 30) {
                overrun = true;
                return 0;
            }
        }
        return (1 << leading) - 1 + bits(leading);
    }

    /// se(v)
    int signedExpGolomb() {
        int code = unsignedExpGolomb();
        return (code & 1) == 1 ? (code + 1) >>> 1 : -(code >>> 1);
    }
}
