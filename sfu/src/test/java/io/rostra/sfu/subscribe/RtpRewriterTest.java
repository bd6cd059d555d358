package io.rostra.sfu.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RtpRewriterTest {

    private static final int CLOCK = 90_000;

    private final RtpRewriter rewriter = new RtpRewriter(CLOCK, 500);
    private long now = -2_000_000_000L;

    @Test
    void beginsWithItsOwnNumberAndThePublishersTime() {
        assertThat(rewriter.running()).isFalse();
        assertThat(rewriter.accepts(70)).isFalse();
        rewriter.start(0, 70, 12_345, now);

        assertThat(rewriter.running()).isTrue();
        assertThat(rewriter.accepts(69)).as("from before the key frame").isFalse();
        assertThat(rewriter.accepts(70)).isTrue();
        assertThat(rewriter.map(70, 12_345, now)).isEqualTo(500);
        assertThat(rewriter.map(71, 15_345, now)).isEqualTo(501);
        assertThat(rewriter.mapTimestamp(15_345)).isEqualTo(15_345);
    }

    @Test
    void keepsGapsAndOrderOfThePublisher() {
        rewriter.start(0, 70, 0, now);
        rewriter.map(70, 0, now);

        assertThat(rewriter.map(75, 0, now)).isEqualTo(505);
        assertThat(rewriter.map(72, 0, now)).isEqualTo(502);
        assertThat(rewriter.map(76, 0, now)).isEqualTo(506);
    }

    @Test
    void leavesNoGapForAPause() {
        rewriter.start(0, 70, 1_000, now);
        rewriter.map(70, 1_000, now);
        rewriter.map(71, 4_000, now);
        rewriter.pause();
        assertThat(rewriter.accepts(72)).isFalse();

        pass(Duration.ofSeconds(2));
        rewriter.start(0, 900, 2_000_000_000, now);
        assertThat(rewriter.accepts(899)).isFalse();
        assertThat(rewriter.map(900, 2_000_000_000, now)).isEqualTo(502);
        assertThat(rewriter.mapTimestamp(2_000_000_000)).isEqualTo(4_000 + 2 * CLOCK);
        assertThat(rewriter.mapTimestamp(2_000_003_000)).isEqualTo(4_000 + 2 * CLOCK + 3_000);
    }

    @Test
    void movesTimeOnEvenAfterAPauseOfNoLength() {
        rewriter.start(0, 1, 50, now);
        rewriter.map(1, 50, now);
        rewriter.pause();
        rewriter.start(0, 2, 50, now);

        assertThat(rewriter.mapTimestamp(50)).isEqualTo(51);
    }

    @Test
    void wrapsOnBothSides() {
        rewriter.start(0, 65_535, -1, now);
        long last = 0;
        for (long sequence = 65_535; sequence < 65_535 + 140_000; sequence++) {
            long out = rewriter.map(sequence, (int) sequence, now);
            assertThat(out).isEqualTo(500 + sequence - 65_535);
            last = out;
        }
        assertThat(rewriter.unwrapOut((int) (last & 0xFFFF))).isEqualTo(last);
        assertThat(rewriter.unwrapOut((int) (last - 100 & 0xFFFF))).isEqualTo(last - 100);
        assertThat(rewriter.unwrapOut((int) (last + 1 & 0xFFFF)))
                .as("not sent yet, so it can only be an old one")
                .isEqualTo(last + 1 - 65_536);
    }

    @Test
    void remembersWhatWentOutAsWhat() {
        rewriter.start(0, 70, 1_000, now);
        rewriter.map(70, 1_000, now);
        rewriter.map(72, 7_000, now);
        rewriter.pause();
        pass(Duration.ofSeconds(1));
        rewriter.start(0, 200, 9_000, now);
        rewriter.map(200, 9_000, now);

        assertThat(rewriter.originOf(500)).isEqualTo(70);
        assertThat(rewriter.timestampOf(500)).isEqualTo(1_000);
        assertThat(rewriter.originOf(501)).as("was lost before us").isEqualTo(-1);
        assertThat(rewriter.originOf(502)).isEqualTo(72);
        assertThat(rewriter.timestampOf(502)).isEqualTo(7_000);
        assertThat(rewriter.originOf(503)).isEqualTo(200);
        assertThat(rewriter.timestampOf(503)).isEqualTo(7_000 + CLOCK);
        assertThat(rewriter.originOf(504)).isEqualTo(-1);
        assertThat(rewriter.originOf(-1)).isEqualTo(-1);
        assertThat(rewriter.originOf(rewriter.unwrapOut(65_000))).isEqualTo(-1);
    }

    @Test
    void forgetsASourceWhoseNumbersBeginAnew() {
        rewriter.start(0, 70, 0, now);
        rewriter.map(70, 0, now);
        rewriter.start(1, 20, 0, now);
        rewriter.map(20, 0, now);

        rewriter.forget(0);
        assertThat(rewriter.running()).as("another one runs").isTrue();
        assertThat(rewriter.originOf(500)).isEqualTo(-1);
        assertThat(rewriter.originOf(501)).isEqualTo(20);
        rewriter.forget(1);
        assertThat(rewriter.running()).isFalse();
        assertThat(rewriter.originOf(501)).isEqualTo(-1);
    }

    @Test
    void forgetsTheOldest() {
        rewriter.start(0, 0, 0, now);
        for (long sequence = 0; sequence < 3_000; sequence++) {
            rewriter.map(sequence, 0, now);
        }

        assertThat(rewriter.originOf(500 + 2_999)).isEqualTo(2_999);
        assertThat(rewriter.originOf(500 + 2_999 - 1_023)).isEqualTo(1_976);
        assertThat(rewriter.originOf(500 + 2_999 - 1_024)).isEqualTo(-1);
    }

    @Test
    void goesOnInTheTimeOfAnotherSource() {
        rewriter.start(0, 70, 1_000, now);
        rewriter.map(70, 1_000, now);
        pass(Duration.ofMillis(50));
        // Captured 33 ms later, whatever the arrival says.
        rewriter.start(1, 900, 77, 4_000, now);
        rewriter.map(900, 77, now);

        assertThat(rewriter.mapTimestamp(77)).isEqualTo(4_000);
        assertThat(rewriter.sourceOf(500)).isZero();
        assertThat(rewriter.originOf(501)).isEqualTo(900);
        assertThat(rewriter.sourceOf(501)).isEqualTo(1);
    }

    @Test
    void neverGoesBackInTimeAndDistrustsImpossibleReports() {
        rewriter.start(0, 70, 10_000, now);
        rewriter.map(70, 10_000, now);
        rewriter.start(1, 900, 77, 9_000, now);
        assertThat(rewriter.mapTimestamp(77)).as("the same moment").isEqualTo(10_001);

        rewriter.map(900, 77, now);
        pass(Duration.ofMillis(100));
        rewriter.start(0, 71, 5, 2_000_000, now);
        assertThat(rewriter.mapTimestamp(5)).as("by arrival").isEqualTo(10_001 + 9_000);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
