package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;

/// The header every RTCP packet starts with, and the numbers in it. The feedback packets of RFC
/// 4585 continue with the SSRCs of sender and media source.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P| RC/FMT  |      PT       |  length in 32-bit words - 1   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        SSRC of packet sender                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        SSRC of media source                   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
final class RtcpHeader {
    static final int LENGTH = 4;

    /// Header and both SSRCs of a feedback packet.
    static final int FEEDBACK_LENGTH = 12;

    static final int MAX_COUNT = 31;

    static final int SR = 200;
    static final int RR = 201;
    static final int SDES = 202;
    static final int BYE = 203;
    static final int RTPFB = 205;
    static final int PSFB = 206;

    /// Formats of RTPFB.
    static final int FMT_NACK = 1;

    static final int FMT_TRANSPORT_CC = 15;

    /// Formats of PSFB.
    static final int FMT_PLI = 1;

    static final int FMT_FIR = 4;
    static final int FMT_APPLICATION = 15;

    private RtcpHeader() {}

    /// Writes the header of a packet of `length` bytes, a multiple of four.
    static void write(byte[] buffer, int offset, int countOrFormat, int packetType, int length) {
        buffer[offset] = (byte) (0x80 | countOrFormat);
        buffer[offset + 1] = (byte) packetType;
        BigEndian.put16(buffer, offset + 2, length / 4 - 1);
    }

    static void writeFeedback(
            byte[] buffer,
            int offset,
            int format,
            int packetType,
            int length,
            int senderSsrc,
            int mediaSsrc) {
        write(buffer, offset, format, packetType, length);
        BigEndian.put32(buffer, offset + 4, senderSsrc);
        BigEndian.put32(buffer, offset + 8, mediaSsrc);
    }

    static void checkCount(int count) {
        if (count > MAX_COUNT) {
            throw new IllegalArgumentException("a packet holds 31 items at most, not " + count);
        }
    }
}
