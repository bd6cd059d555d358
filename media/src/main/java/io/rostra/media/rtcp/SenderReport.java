package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SR, packet type 200 (RFC 3550 section 6.4.1): ties a stream's RTP clock to wall-clock time.
///
/// ```
/// | header, RC = reports | SSRC | NTP seconds | NTP fraction | RTP timestamp | packets | octets | report block * RC |
/// ```
///
/// @param ntpTime 64-bit NTP timestamp, see [NtpTime]
/// @param packetCount packets sent, unsigned
/// @param octetCount payload bytes sent, unsigned
/// @param reports at most 31
public record SenderReport(
        int ssrc,
        long ntpTime,
        int rtpTimestamp,
        int packetCount,
        int octetCount,
        List<ReportBlock> reports)
        implements RtcpPacket {

    private static final int FIXED_LENGTH = 28;

    public SenderReport {
        RtcpHeader.checkCount(reports.size());
        reports = List.copyOf(reports);
    }

    static @Nullable SenderReport parse(byte[] buffer, int offset, int length, int count) {
        if (length < FIXED_LENGTH + count * ReportBlock.LENGTH) {
            return null;
        }
        return new SenderReport(
                BigEndian.i32(buffer, offset + 4),
                BigEndian.i64(buffer, offset + 8),
                BigEndian.i32(buffer, offset + 16),
                BigEndian.i32(buffer, offset + 20),
                BigEndian.i32(buffer, offset + 24),
                ReportBlock.parseAll(buffer, offset + FIXED_LENGTH, count));
    }

    @Override
    public int wireLength() {
        return FIXED_LENGTH + reports.size() * ReportBlock.LENGTH;
    }

    @Override
    public int write(byte[] buffer, int offset) {
        int length = wireLength();
        RtcpHeader.write(buffer, offset, reports.size(), RtcpHeader.SR, length);
        BigEndian.put32(buffer, offset + 4, ssrc);
        BigEndian.put64(buffer, offset + 8, ntpTime);
        BigEndian.put32(buffer, offset + 16, rtpTimestamp);
        BigEndian.put32(buffer, offset + 20, packetCount);
        BigEndian.put32(buffer, offset + 24, octetCount);
        for (int i = 0; i < reports.size(); i++) {
            reports.get(i).write(buffer, offset + FIXED_LENGTH + i * ReportBlock.LENGTH);
        }
        return length;
    }
}
