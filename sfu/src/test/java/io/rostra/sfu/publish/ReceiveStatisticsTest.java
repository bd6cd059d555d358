package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtcp.ReportBlock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The numbers of RFC 3550 appendix A.3 and A.8.
class ReceiveStatisticsTest {

    private static final int CLOCK = 90_000;
    private static final long FRAME_NANOS = Duration.ofMillis(20).toNanos();

    private final ReceiveStatistics statistics = new ReceiveStatistics(7, CLOCK);
    private long now = Duration.ofHours(1).toNanos();
    private int timestamp = Integer.MAX_VALUE - 3_000;

    @Test
    void reportsNoLossOnAPerfectLine() {
        for (long sequence = 65_530; sequence < 65_630; sequence++) {
            arrive(sequence);
        }

        ReportBlock report = statistics.report(now);
        assertThat(report.ssrc()).isEqualTo(7);
        assertThat(report.fractionLost()).isZero();
        assertThat(report.cumulativeLost()).isZero();
        assertThat(report.highestSequence()).as("cycles above").isEqualTo(65_629);
        assertThat(report.jitter()).isZero();
        assertThat(report.lastSenderReport()).isZero();
        assertThat(report.delaySinceLastSenderReport()).isZero();
    }

    @Test
    void reportsTheFractionOfTheIntervalAndTheTotal() {
        for (long sequence = 0; sequence < 100; sequence++) {
            if (sequence % 4 != 2) {
                arrive(sequence);
            }
        }
        ReportBlock first = statistics.report(now);
        assertThat(first.fractionLost()).isEqualTo(64); // 25 of 100, in 256ths
        assertThat(first.cumulativeLost()).isEqualTo(25);

        for (long sequence = 100; sequence < 200; sequence++) {
            arrive(sequence);
        }
        ReportBlock second = statistics.report(now);
        assertThat(second.fractionLost()).isZero();
        assertThat(second.cumulativeLost()).isEqualTo(25);

        ReportBlock idle = statistics.report(now);
        assertThat(idle.fractionLost()).as("nothing was expected").isZero();
    }

    @Test
    void countsLatePacketsAsReceived() {
        arrive(0);
        arrive(2);
        arrive(1);

        assertThat(statistics.report(now).cumulativeLost()).isZero();
        assertThat(statistics.report(now).highestSequence()).isEqualTo(2);
    }

    @Test
    void canHaveLostLessThanNothing() {
        arrive(0);
        arrive(1);
        arrive(1);
        arrive(1);

        ReportBlock report = statistics.report(now);
        assertThat(report.cumulativeLost()).isEqualTo(-2);
        assertThat(report.fractionLost()).isZero();
    }

    @Test
    void smoothsJitter() {
        // Every other packet is 10 ms late: |D| is 900 ticks each time.
        double expected = 0;
        arrive(0);
        for (long sequence = 1; sequence < 60; sequence++) {
            long late = sequence % 2 == 1 ? Duration.ofMillis(10).toNanos() : 0;
            now += FRAME_NANOS;
            timestamp += 1_800;
            statistics.onPacket(sequence, timestamp, now + late);
            expected += (900 - expected) / 16;
        }

        assertThat(statistics.report(now).jitter())
                .isBetween((int) expected - 3, (int) expected + 3);
    }

    @Test
    void tellsWhenTheLastSenderReportCame() {
        arrive(0);
        statistics.onSenderReport(0x1234_5678_9ABC_DEF0L, now);
        now += Duration.ofMillis(1_500).toNanos();

        ReportBlock report = statistics.report(now);
        assertThat(report.lastSenderReport()).isEqualTo(0x5678_9ABC);
        assertThat(report.delaySinceLastSenderReport()).isEqualTo(65_536 * 3 / 2);
    }

    private void arrive(long sequence) {
        now += FRAME_NANOS;
        timestamp += 1_800;
        statistics.onPacket(sequence, timestamp, now);
    }
}
