package io.rostra.media.webm;

import io.rostra.media.container.ContainerException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Walks over the children of an element that is there as a whole.
///
/// ```java
/// var children = new Elements(buffer, from, to);
/// while (children.next()) { switch (children.id()) { ... } }
/// ```
final class Elements {
    private final byte[] buffer;
    private final int end;
    private int next;
    private int id;
    private int start;
    private int length;

    Elements(byte[] buffer, int from, int to) {
        this.buffer = buffer;
        this.next = from;
        this.end = to;
    }

    /// Moves on to the next child, if there is one.
    boolean next() throws ContainerException {
        if (next == end) {
            return false;
        }
        int at = next;
        int idLength = Ebml.lengthOf(buffer[at]);
        if (idLength > 4 || idLength >= end - at) {
            throw Ebml.damaged();
        }
        id = Ebml.id(buffer, at, idLength);
        at += idLength;
        int sizeLength = Ebml.lengthOf(buffer[at]);
        if (sizeLength > 8 || sizeLength > end - at) {
            throw Ebml.damaged();
        }
        long size = Ebml.size(buffer, at, sizeLength);
        at += sizeLength;
        if (size < 0 || size > end - at) {
            throw Ebml.damaged();
        }
        start = at;
        length = (int) size;
        next = at + length;
        return true;
    }

    int id() {
        return id;
    }

    /// Index of the child's content.
    int start() {
        return start;
    }

    /// Index behind the child.
    int end() {
        return start + length;
    }

    long unsigned() throws ContainerException {
        return Ebml.unsigned(buffer, start, length);
    }

    String ascii() {
        int last = start + length;
        while (last > start && buffer[last - 1] == 0) {
            last--;
        }
        return new String(buffer, start, last - start, StandardCharsets.US_ASCII);
    }

    byte[] bytes() {
        return Arrays.copyOfRange(buffer, start, start + length);
    }

    Elements children() {
        return new Elements(buffer, start, start + length);
    }
}
