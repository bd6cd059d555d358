package io.rostra.media.codec;

import org.jspecify.annotations.Nullable;

/// What the uncompressed start of a VP8 key frame says (RFC 6386 section 9.1).
///
/// ```
/// | size0 (3) H VER (3) P | size1 | size2 | 9d 01 2a | width (14) scale (2) | height (14) scale (2) |
/// ```
///
/// All little-endian; P is 0 in key frames.
public record Vp8FrameHeader(int width, int height) {
    private static final int LENGTH = 10;

    /// Null if it is not a key frame or not VP8.
    public static @Nullable Vp8FrameHeader parseKeyFrame(byte[] frame) {
        if (frame.length < LENGTH
                || (frame[0] & 1) != 0
                || (frame[3] & 0xFF) != 0x9D
                || frame[4] != 0x01
                || frame[5] != 0x2A) {
            return null;
        }
        int width = (frame[7] & 0x3F) << 8 | frame[6] & 0xFF;
        int height = (frame[9] & 0x3F) << 8 | frame[8] & 0xFF;
        return width == 0 || height == 0 ? null : new Vp8FrameHeader(width, height);
    }
}
