package io.rostra.media.codec;

/// The first byte of an H.264 NAL unit (ITU-T H.264 section 7.3.1, RFC 6184 section 1.3).
///
/// ```
/// +---------------+
/// |0|1|2|3|4|5|6|7|
/// +-+-+-+-+-+-+-+-+
/// |F|NRI|  Type   |
/// +---------------+
/// ```
final class H264Nal {
    static final int SLICE = 1;
    static final int IDR_SLICE = 5;
    static final int SPS = 7;
    static final int PPS = 8;
    static final int ACCESS_UNIT_DELIMITER = 9;
    static final int END_OF_SEQUENCE = 10;
    static final int END_OF_STREAM = 11;
    static final int FILLER = 12;
    static final int LAST_SINGLE = 23;
    static final int STAP_A = 24;
    static final int FU_A = 28;

    /// FU header: start, end.
    static final int FU_START = 0x80;

    static final int FU_END = 0x40;

    private H264Nal() {}

    static int type(int header) {
        return header & 0x1F;
    }
}
