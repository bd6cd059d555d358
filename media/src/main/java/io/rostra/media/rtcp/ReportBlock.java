package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.util.ArrayList;
import java.util.List;

/// What a receiver saw of one stream (RFC 3550 section 6.4.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                             SSRC                              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// | fraction lost |       cumulative number of packets lost       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           extended highest sequence number received           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      interarrival jitter                      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         last SR (LSR)                         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                   delay since last SR (DLSR)                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param ssrc the stream reported on
/// @param fractionLost packets lost since the last report, in 1/256, 0..255
/// @param cumulativeLost packets lost in all, negative if duplicates outnumber losses; clamped to
///   24 bits on the wire
/// @param highestSequence cycles << 16 | highest sequence number
/// @param jitter in RTP clock ticks
/// @param lastSenderReport middle 32 bits of the NTP time of the last sender report, 0 if there was
///   none
/// @param delaySinceLastSenderReport in 1/65536 s
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        int highestSequence,
        int jitter,
        int lastSenderReport,
        int delaySinceLastSenderReport) {

    static final int LENGTH = 24;

    private static final int MAX_LOST = 0x7F_FFFF;
    private static final int MIN_LOST = -0x80_0000;

    static ReportBlock parse(byte[] buffer, int at) {
        return new ReportBlock(
                BigEndian.i32(buffer, at),
                BigEndian.u8(buffer, at + 4),
                BigEndian.i32(buffer, at + 4) << 8 >> 8,
                BigEndian.i32(buffer, at + 8),
                BigEndian.i32(buffer, at + 12),
                BigEndian.i32(buffer, at + 16),
                BigEndian.i32(buffer, at + 20));
    }

    static List<ReportBlock> parseAll(byte[] buffer, int at, int count) {
        List<ReportBlock> reports = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reports.add(parse(buffer, at + i * LENGTH));
        }
        return reports;
    }

    void write(byte[] buffer, int at) {
        BigEndian.put32(buffer, at, ssrc);
        buffer[at + 4] = (byte) fractionLost;
        BigEndian.put24(buffer, at + 5, Math.clamp(cumulativeLost, MIN_LOST, MAX_LOST));
        BigEndian.put32(buffer, at + 8, highestSequence);
        BigEndian.put32(buffer, at + 12, jitter);
        BigEndian.put32(buffer, at + 16, lastSenderReport);
        BigEndian.put32(buffer, at + 20, delaySinceLastSenderReport);
    }
}
