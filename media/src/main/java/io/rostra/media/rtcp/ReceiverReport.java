package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// RR, packet type 201 (RFC 3550 section 6.4.2): `header, RC = reports | SSRC of the reporter |
/// report block * RC`.
///
/// @param ssrc who reports
/// @param reports at most 31
public record ReceiverReport(int ssrc, List<ReportBlock> reports) implements RtcpPacket {
    private static final int FIXED_LENGTH = 8;

    public ReceiverReport {
        RtcpHeader.checkCount(reports.size());
        reports = List.copyOf(reports);
    }

    static @Nullable ReceiverReport parse(byte[] buffer, int offset, int length, int count) {
        if (length < FIXED_LENGTH + count * ReportBlock.LENGTH) {
            return null;
        }
        return new ReceiverReport(
                BigEndian.i32(buffer, offset + 4),
                ReportBlock.parseAll(buffer, offset + FIXED_LENGTH, count));
    }

    @Override
    public int wireLength() {
        return FIXED_LENGTH + reports.size() * ReportBlock.LENGTH;
    }

    @Override
    public int write(byte[] buffer, int offset) {
        int length = wireLength();
        RtcpHeader.write(buffer, offset, reports.size(), RtcpHeader.RR, length);
        BigEndian.put32(buffer, offset + 4, ssrc);
        for (int i = 0; i < reports.size(); i++) {
            reports.get(i).write(buffer, offset + FIXED_LENGTH + i * ReportBlock.LENGTH);
        }
        return length;
    }
}
