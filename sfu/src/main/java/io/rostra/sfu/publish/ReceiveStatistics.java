package io.rostra.sfu.publish;

import io.rostra.media.rtcp.ReportBlock;

/// Loss and jitter of one received source (RFC 3550 appendices A.3 and A.8). Confined to one loop.
final class ReceiveStatistics {

    private final int ssrc;
    private final int clockRate;
    private boolean started;
    private long first;
    private long highest;
    private long received;
    private long expectedAtReport;
    private long receivedAtReport;
    private double jitter;
    private int lastTransit;
    private long senderReportNtp;
    private long senderReportAt;

    ReceiveStatistics(int ssrc, int clockRate) {
        this.ssrc = ssrc;
        this.clockRate = clockRate;
    }

    /// @param sequence unwrapped
    /// @param timestamp of the RTP header, 32 bits
    void onPacket(long sequence, int timestamp, long now) {
        long arrival = now / 1_000 * clockRate / 1_000_000;
        int transit = (int) arrival - timestamp;
        if (started) {
            long difference = Math.abs((long) (transit - lastTransit));
            jitter += (difference - jitter) / 16;
        } else {
            started = true;
            first = sequence;
            highest = sequence;
        }
        lastTransit = transit;
        highest = Math.max(highest, sequence);
        received++;
    }

    void onSenderReport(long ntpTime, long now) {
        senderReportNtp = ntpTime;
        senderReportAt = now;
    }

    boolean started() {
        return started;
    }

    ReportBlock report(long now) {
        long expected = highest - first + 1;
        long lost = expected - received;
        long expectedInterval = expected - expectedAtReport;
        long lostInterval = expectedInterval - (received - receivedAtReport);
        expectedAtReport = expected;
        receivedAtReport = received;
        int fraction =
                expectedInterval <= 0 || lostInterval <= 0
                        ? 0
                        : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
        int lastSr = (int) (senderReportNtp >>> 16);
        long delay = senderReportAt == 0 ? 0 : (now - senderReportAt) / 1_000 * 65_536 / 1_000_000;
        return new ReportBlock(
                ssrc,
                fraction,
                Math.clamp(lost, -0x800000, 0x7FFFFF),
                (int) highest,
                (int) jitter,
                lastSr,
                (int) delay);
    }
}
