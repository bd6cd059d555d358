package io.rostra.media.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The content of a box of a file that we wrote, and that may have been cut off or damaged since.
final class BoxReader {

    private static final int HEADER = 8;

    private final ByteBuffer bytes;

    /// @param bytes the content, from position to limit
    BoxReader(ByteBuffer bytes) {
        this.bytes = bytes.slice();
    }

    /// The content of each box of `type` right below.
    List<BoxReader> all(String type) throws MalformedBoxException {
        List<BoxReader> found = new ArrayList<>();
        int at = 0;
        while (at < bytes.limit()) {
            int length = u32(at);
            if (length < HEADER || length > bytes.limit() - at) {
                throw new MalformedBoxException("a box in a box has the length " + length);
            }
            if (type.equals(ascii(at + 4))) {
                found.add(new BoxReader(bytes.slice(at + HEADER, length - HEADER)));
            }
            at += length;
        }
        return found;
    }

    /// The content of the first box that this path of types leads to.
    BoxReader first(String... path) throws MalformedBoxException {
        BoxReader reader = this;
        for (String type : path) {
            List<BoxReader> found = reader.all(type);
            if (found.isEmpty()) {
                throw new MalformedBoxException("there is no " + type);
            }
            reader = found.getFirst();
        }
        return reader;
    }

    int u32(int at) throws MalformedBoxException {
        check(at, 4);
        return bytes.getInt(at);
    }

    long u64(int at) throws MalformedBoxException {
        check(at, 8);
        return bytes.getLong(at);
    }

    String ascii(int at) throws MalformedBoxException {
        check(at, 4);
        byte[] letters = new byte[4];
        bytes.get(at, letters);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    byte[] content() {
        byte[] copy = new byte[bytes.limit()];
        bytes.get(0, copy);
        return copy;
    }

    int length() {
        return bytes.limit();
    }

    private void check(int at, int count) throws MalformedBoxException {
        if (at < 0 || count > bytes.limit() - at) {
            throw new MalformedBoxException("a field is beyond the end of its box");
        }
    }
}
