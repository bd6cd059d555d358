package io.rostra.media.webm;

import io.rostra.media.container.ContainerException;
import java.util.Arrays;

/// The content of SimpleBlock and Block (RFC 9559 section 10.1).
///
/// ```text
/// track number (variable) | timestamp, relative to the cluster (16, signed) | flags | frame
/// flags: key (SimpleBlock only) | 000 | invisible | lacing (2) | discardable
/// ```
///
/// @param relative in units of the timestamp scale
record Block(int track, int relative, boolean key, byte[] frame) {
    private static final int LACING = 0x06;

    static Block parse(byte[] buffer, int from, int to) throws ContainerException {
        int trackLength = from < to ? Ebml.lengthOf(buffer[from]) : 9;
        if (trackLength > 4 || to - from < trackLength + 3) {
            throw Ebml.damaged();
        }
        int track = (int) Ebml.size(buffer, from, trackLength);
        int at = from + trackLength;
        int relative = buffer[at] << 8 | buffer[at + 1] & 0xFF;
        int flags = buffer[at + 2];
        if ((flags & LACING) != 0) {
            throw new ContainerException(
                    "The WebM stream laces several frames into a block; write one frame a block.");
        }
        return new Block(track, relative, flags < 0, Arrays.copyOfRange(buffer, at + 3, to));
    }
}
