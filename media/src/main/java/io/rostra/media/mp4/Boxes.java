package io.rostra.media.mp4;

import io.rostra.media.container.ContainerException;
import io.rostra.media.rtp.BigEndian;
import java.util.Arrays;

/// Walks over the boxes inside a box that is there as a whole, and reads their fields. Fields that
/// are not there are damage.
///
/// ```java
/// var children = new Boxes(buffer, from, to);
/// while (children.next()) { switch (children.type()) { ... } }
/// ```
final class Boxes {
    private static final int HEADER = 8;

    private final byte[] buffer;
    private final int end;
    private int next;
    private int type;
    private int start;

    Boxes(byte[] buffer, int from, int to) {
        this.buffer = buffer;
        this.next = from;
        this.end = to;
    }

    /// Four characters as a number, to compare with [#type()].
    static int type(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }

    static ContainerException damaged() {
        return new ContainerException(
                "The MP4 stream is damaged, or chunks of it are missing; start the recorder anew.");
    }

    /// Moves on to the next box, if there is one.
    boolean next() throws ContainerException {
        if (next == end) {
            return false;
        }
        if (end - next < HEADER) {
            throw damaged();
        }
        long size = BigEndian.u32(buffer, next);
        if (size < HEADER || size > end - next) {
            throw damaged();
        }
        type = BigEndian.i32(buffer, next + 4);
        start = next + HEADER;
        next += (int) size;
        return true;
    }

    int type() {
        return type;
    }

    /// Bytes of the box's content.
    int length() {
        return next - start;
    }

    /// The unsigned byte at an index of the content.
    int u8(int index) throws ContainerException {
        return BigEndian.u8(buffer, at(index, 1));
    }

    int u16(int index) throws ContainerException {
        return BigEndian.u16(buffer, at(index, 2));
    }

    int i32(int index) throws ContainerException {
        return BigEndian.i32(buffer, at(index, 4));
    }

    long u32(int index) throws ContainerException {
        return BigEndian.u32(buffer, at(index, 4));
    }

    long i64(int index) throws ContainerException {
        return BigEndian.i64(buffer, at(index, 8));
    }

    private int at(int index, int bytes) throws ContainerException {
        if (index < 0 || bytes > length() - index) {
            throw damaged();
        }
        return start + index;
    }

    byte[] bytes() {
        return Arrays.copyOfRange(buffer, start, next);
    }

    Boxes children() throws ContainerException {
        return children(0);
    }

    /// The boxes behind the content's first `skip` bytes.
    Boxes children(int skip) throws ContainerException {
        if (skip > length()) {
            throw damaged();
        }
        return new Boxes(buffer, start + skip, next);
    }
}
