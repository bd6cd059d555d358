package io.rostra.streaming.egress.hls;

import java.io.ByteArrayOutputStream;

/// Writes the bits of an H.264 NAL unit (ITU-T H.264 sections 7.3.1 and 9.1), emulation prevention
/// included.
final class BitWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int current;
    private int bits;

    /// @param header the first byte: reference importance and type
    BitWriter(int header) {
        bytes.write(header);
    }

    BitWriter u(int count, int value) {
        for (int bit = count - 1; bit >= 0; bit--) {
            current = current << 1 | (value >>> bit & 1);
            if (++bits == Byte.SIZE) {
                bytes.write(current);
                current = 0;
                bits = 0;
            }
        }
        return this;
    }

    /// Exp-Golomb code, unsigned.
    BitWriter ue(int value) {
        int length = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
        return u(length - 1, 0).u(length, value + 1);
    }

    BitWriter alignWithZeros() {
        return bits == 0 ? this : u(Byte.SIZE - bits, 0);
    }

    BitWriter bytes(int count, int value) {
        for (int i = 0; i < count; i++) {
            u(Byte.SIZE, value);
        }
        return this;
    }

    /// Adds the trailing bits and returns the NAL unit.
    byte[] finish() {
        u(1, 1).alignWithZeros();
        return escape(bytes.toByteArray());
    }

    /// Inserts emulation prevention bytes: 3 after two zeros where a byte of 0 to 3 follows.
    static byte[] escape(byte[] plain) {
        ByteArrayOutputStream escaped = new ByteArrayOutputStream(plain.length + 8);
        int zeros = 0;
        for (byte b : plain) {
            if (zeros == 2 && (b & 0xFF) <= 3) {
                escaped.write(3);
                zeros = 0;
            }
            escaped.write(b);
            zeros = b == 0 ? zeros + 1 : 0;
        }
        return escaped.toByteArray();
    }
}
