package io.rostra.media.container;

import java.util.Arrays;

/// Bytes that have come and are not yet understood. Whoever pushes keeps the bound by consuming
/// after each chunk. Not thread-safe.
public final class ByteQueue {
    private static final int SMALL = 16 << 10;

    private byte[] array = new byte[SMALL];
    private int start;
    private int end;
    private long consumed;

    public void append(byte[] data, int offset, int length) {
        if (length > array.length - end) {
            makeRoom(length);
        }
        System.arraycopy(data, offset, array, end, length);
        end += length;
    }

    private void makeRoom(int length) {
        int held = end - start;
        int needed = Math.addExact(held, length);
        byte[] target =
                needed > array.length
                        ? new byte[Math.max(needed, Math.min(2 * array.length, 8 << 20))]
                        : array;
        System.arraycopy(array, start, target, 0, held);
        array = target;
        start = 0;
        end = held;
    }

    public int available() {
        return end - start;
    }

    /// The array in use until the next [#append].
    public byte[] array() {
        return array;
    }

    /// Index of the first unread byte in [#array()].
    public int position() {
        return start;
    }

    /// Bytes consumed since the beginning of the stream.
    public long consumed() {
        return consumed;
    }

    /// @param count at most [#available()]
    public void skip(int count) {
        start += count;
        consumed += count;
        if (start == end) {
            start = 0;
            end = 0;
            if (array.length > 32 * SMALL) {
                array = new byte[SMALL];
            }
        }
    }

    /// Takes bytes out as an array of their own.
    public byte[] take(int count) {
        byte[] bytes = Arrays.copyOfRange(array, start, start + count);
        skip(count);
        return bytes;
    }
}
