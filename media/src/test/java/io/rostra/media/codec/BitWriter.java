package io.rostra.media.codec;

import java.util.Arrays;

/// Bits to bytes, for tests that write what a specification says field by field.
final class BitWriter {
    private byte[] bytes = new byte[64];
    private int at;

    BitWriter bits(int count, long value) {
        for (int i = count - 1; i >= 0; i--, at++) {
            if (at >> 3 == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            bytes[at >> 3] |= (byte) ((value >> i & 1) << 7 - (at & 7));
        }
        return this;
    }

    /// Padded with zeros.
    byte[] bytes() {
        return Arrays.copyOf(bytes, at + 7 >> 3);
    }
}
