package io.rostra.media.webm;

import io.rostra.media.container.ContainerException;

/// Element ids (RFC 9559 section 5, RFC 8794 section 11) and variable-size integers (RFC 8794
/// section 4).
///
/// ```text
/// 1xxx xxxx                      7 bits
/// 01xx xxxx xxxx xxxx            14 bits
/// ...                            the leading zeros tell how many bytes follow
/// ```
final class Ebml {
    static final int EBML = 0x1A45DFA3;
    static final int EBML_VERSION = 0x4286;
    static final int EBML_READ_VERSION = 0x42F7;
    static final int DOC_TYPE = 0x4282;
    static final int DOC_TYPE_VERSION = 0x4287;
    static final int DOC_TYPE_READ_VERSION = 0x4285;
    static final int MAX_ID_LENGTH = 0x42F2;
    static final int MAX_SIZE_LENGTH = 0x42F3;
    static final int SEGMENT = 0x18538067;
    static final int INFO = 0x1549A966;
    static final int TIMESTAMP_SCALE = 0x2AD7B1;
    static final int MUXING_APP = 0x4D80;
    static final int WRITING_APP = 0x5741;
    static final int TRACKS = 0x1654AE6B;
    static final int TRACK_ENTRY = 0xAE;
    static final int TRACK_NUMBER = 0xD7;
    static final int TRACK_UID = 0x73C5;
    static final int TRACK_TYPE = 0x83;
    static final int FLAG_LACING = 0x9C;
    static final int CODEC_ID = 0x86;
    static final int CODEC_PRIVATE = 0x63A2;
    static final int CONTENT_ENCODINGS = 0x6D80;
    static final int SEEK_PRE_ROLL = 0x56BB;
    static final int AUDIO = 0xE1;
    static final int SAMPLING_FREQUENCY = 0xB5;
    static final int CHANNELS = 0x9F;
    static final int VIDEO = 0xE0;
    static final int PIXEL_WIDTH = 0xB0;
    static final int PIXEL_HEIGHT = 0xBA;
    static final int CLUSTER = 0x1F43B675;
    static final int TIMESTAMP = 0xE7;
    static final int SIMPLE_BLOCK = 0xA3;
    static final int BLOCK_GROUP = 0xA0;
    static final int BLOCK = 0xA1;
    static final int BLOCK_DURATION = 0x9B;
    static final int REFERENCE_BLOCK = 0xFB;

    static final long UNKNOWN_SIZE = -1;

    private Ebml() {}

    /// Bytes of the integer that begins with `first`, or 9 when there is no such integer.
    static int lengthOf(byte first) {
        return Integer.numberOfLeadingZeros(first & 0xFF) - 24 + 1;
    }

    /// The integer with its marker bit, as ids are written.
    static int id(byte[] buffer, int at, int length) {
        int id = 0;
        for (int i = 0; i < length; i++) {
            id = id << 8 | buffer[at + i] & 0xFF;
        }
        return id;
    }

    /// The integer without its marker bit, or [#UNKNOWN_SIZE] when all its bits are ones.
    static long size(byte[] buffer, int at, int length) {
        long value = buffer[at] & (0xFF >>> length);
        for (int i = 1; i < length; i++) {
            value = value << 8 | buffer[at + i] & 0xFF;
        }
        return value == (1L << 7 * length) - 1 ? UNKNOWN_SIZE : value;
    }

    /// @param length 0 to 8
    static long unsigned(byte[] buffer, int at, int length) throws ContainerException {
        if (length > 8) {
            throw damaged();
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | buffer[at + i] & 0xFF;
        }
        return value;
    }

    static ContainerException damaged() {
        return new ContainerException(
                "The WebM stream is damaged, or chunks of it are missing; start the recorder anew.");
    }
}
