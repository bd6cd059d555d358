package io.rostra.media.mp4;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes boxes (ISO/IEC 14496-12 section 4.2) into a growing array; sizes are filled in when a box
/// ends.
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-------------------------------+-------------------------------+
/// |                 size, these eight bytes included              |
/// +---------------------------------------------------------------+
/// |                 type, four ASCII characters                   |
/// +---------------+-----------------------------------------------+
/// | full box only:|                                               |
/// |    version    |                    flags                      |
/// +---------------+-----------------------------------------------+
/// ```
final class BoxWriter {

    private byte[] bytes;
    private int length;

    BoxWriter(int expectedLength) {
        bytes = new byte[expectedLength];
    }

    /// Writes a box whose content is what `content` writes.
    BoxWriter box(String type, Runnable content) {
        int start = length;
        u32(0);
        ascii(type);
        content.run();
        setU32(start, length - start);
        return this;
    }

    BoxWriter fullBox(String type, int version, int flags, Runnable content) {
        return box(
                type,
                () -> {
                    u32(version << 24 | flags);
                    content.run();
                });
    }

    BoxWriter u8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    BoxWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    BoxWriter u32(long value) {
        reserve(4);
        length += 4;
        setU32(length - 4, value);
        return this;
    }

    BoxWriter u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    BoxWriter zeros(int count) {
        reserve(count);
        length += count;
        return this;
    }

    BoxWriter ascii(String text) {
        return raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    BoxWriter raw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    int length() {
        return length;
    }

    void setU32(int at, long value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    byte[] toByteArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
