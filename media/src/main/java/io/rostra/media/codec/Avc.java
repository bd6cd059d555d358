package io.rostra.media.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ways to put NAL units one behind the other: with start codes (ITU-T H.264 annex B) or with
/// lengths of 1 to 4 bytes (ISO/IEC 14496-15 section 5.3.4). Here lengths of 4 bytes are the rule.
public final class Avc {
    private static final int LENGTH_PREFIX = 4;

    private Avc() {}

    public static boolean startsWithStartCode(byte[] buffer, int offset, int length) {
        return length >= 3
                && buffer[offset] == 0
                && buffer[offset + 1] == 0
                && (buffer[offset + 2] == 1
                        || length >= 4 && buffer[offset + 2] == 0 && buffer[offset + 3] == 1);
    }

    /// @param stream start codes and NAL units
    public static byte[] fromByteStream(byte[] stream) {
        List<int[]> units = AnnexB.split(stream);
        int size = 0;
        for (int[] unit : units) {
            size += LENGTH_PREFIX + unit[1] - unit[0];
        }
        byte[] out = new byte[size];
        int at = 0;
        for (int[] unit : units) {
            at = put(stream, unit[0], unit[1] - unit[0], out, at);
        }
        return out;
    }

    /// @param lengthSize bytes of the lengths in `frame`, 1 to 4
    /// @return null when a NAL unit reaches beyond the frame
    public static byte @Nullable [] fromLengthPrefixed(byte[] frame, int lengthSize) {
        int units = 0;
        int payload = 0;
        for (int at = 0; at < frame.length; ) {
            int size = size(frame, at, lengthSize);
            if (size < 0) {
                return null;
            }
            units += size == 0 ? 0 : 1;
            payload += size;
            at += lengthSize + size;
        }
        byte[] out = new byte[units * LENGTH_PREFIX + payload];
        int to = 0;
        for (int at = 0; at < frame.length; ) {
            int size = size(frame, at, lengthSize);
            if (size > 0) {
                to = put(frame, at + lengthSize, size, out, to);
            }
            at += lengthSize + size;
        }
        return out;
    }

    /// The length that stands at `at`, or -1 when so much is not there.
    private static int size(byte[] frame, int at, int lengthSize) {
        if (lengthSize > frame.length - at) {
            return -1;
        }
        long size = 0;
        for (int i = 0; i < lengthSize; i++) {
            size = size << 8 | frame[at + i] & 0xFF;
        }
        return size > frame.length - at - lengthSize ? -1 : (int) size;
    }

    private static int put(byte[] from, int offset, int length, byte[] to, int at) {
        to[at] = (byte) (length >>> 24);
        to[at + 1] = (byte) (length >>> 16);
        to[at + 2] = (byte) (length >>> 8);
        to[at + 3] = (byte) length;
        System.arraycopy(from, offset, to, at + LENGTH_PREFIX, length);
        return at + LENGTH_PREFIX + length;
    }
}
