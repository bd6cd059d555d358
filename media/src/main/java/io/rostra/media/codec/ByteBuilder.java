package io.rostra.media.codec;

import java.util.Arrays;

/// A byte array that grows up to a bound. The appenders answer false, having written nothing, when
/// the bound is reached.
final class ByteBuilder {
    private final int limit;
    private byte[] array;
    private int length;

    ByteBuilder(int initial, int limit) {
        this.limit = limit;
        array = new byte[initial];
    }

    int length() {
        return length;
    }

    /// The array in use now; growing replaces it.
    byte[] array() {
        return array;
    }

    byte[] toArray() {
        return Arrays.copyOf(array, length);
    }

    void truncate(int newLength) {
        length = newLength;
    }

    boolean int8(int value) {
        if (!reserve(1)) {
            return false;
        }
        array[length++] = (byte) value;
        return true;
    }

    boolean int32(int value) {
        if (!reserve(4)) {
            return false;
        }
        length += 4;
        int32(length - 4, value);
        return true;
    }

    /// Overwrites four bytes that were appended before.
    void int32(int index, int value) {
        array[index] = (byte) (value >>> 24);
        array[index + 1] = (byte) (value >>> 16);
        array[index + 2] = (byte) (value >>> 8);
        array[index + 3] = (byte) value;
    }

    boolean bytes(byte[] from, int offset, int count) {
        if (!reserve(count)) {
            return false;
        }
        System.arraycopy(from, offset, array, length, count);
        length += count;
        return true;
    }

    private boolean reserve(int count) {
        if (count > limit - length) {
            return false;
        }
        if (count > array.length - length) {
            array =
                    Arrays.copyOf(
                            array, Math.min(limit, Math.max(2 * array.length, length + count)));
        }
        return true;
    }
}
