package io.rostra.media.webm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes EBML elements (RFC 8794 section 5) into a growing array. The size of an element with
/// children takes four bytes and is filled in when the element ends.
final class ElementWriter {
    private static final int SIZE_LENGTH = 4;
    private static final int SIZE_MARKER = 0x1000_0000;

    private byte[] bytes;
    private int length;

    ElementWriter(int expectedLength) {
        bytes = new byte[expectedLength];
    }

    /// An element whose content is what `content` writes.
    ElementWriter element(int id, Runnable content) {
        id(id);
        int sizeAt = length;
        number(0, SIZE_LENGTH);
        content.run();
        int size = SIZE_MARKER | length - sizeAt - SIZE_LENGTH;
        for (int i = 0; i < SIZE_LENGTH; i++) {
            bytes[sizeAt + i] = (byte) (size >>> Byte.SIZE * (SIZE_LENGTH - 1 - i));
        }
        return this;
    }

    /// An element that ends where the next one of its level begins.
    ElementWriter openEnded(int id) {
        id(id);
        return number(0x01FF_FFFF_FFFF_FFFFL, Long.BYTES);
    }

    /// Not negative.
    ElementWriter unsigned(int id, long value) {
        int count = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / Byte.SIZE);
        return leaf(id, count).number(value, count);
    }

    ElementWriter float64(int id, double value) {
        return leaf(id, Double.BYTES).number(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    ElementWriter ascii(int id, String text) {
        return binary(id, text.getBytes(StandardCharsets.US_ASCII));
    }

    ElementWriter binary(int id, byte[] value) {
        return leaf(id, value.length).raw(value);
    }

    ElementWriter raw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /// The low `count` bytes of a number, the highest first.
    ElementWriter number(long value, int count) {
        reserve(count);
        for (int i = count - 1; i >= 0; i--) {
            bytes[length++] = (byte) (value >>> Byte.SIZE * i);
        }
        return this;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private ElementWriter leaf(int id, int size) {
        id(id);
        return number(SIZE_MARKER | size, SIZE_LENGTH);
    }

    /// Ids are written as they stand, marker bit included.
    private void id(int id) {
        number(id, (Integer.SIZE - Integer.numberOfLeadingZeros(id) + 7) / Byte.SIZE);
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
