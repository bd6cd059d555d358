package io.rostra.streaming.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Microseconds throughout.
class TimelineTest {
    private static final long SECOND = 1_000_000;

    @Test
    void followsTheStreamHoweverLateItsChunksCome() {
        var timeline = new MediaTimeline();
        assertThat(timeline.map(0, 100 * SECOND)).isEqualTo(100 * SECOND);
        assertThat(timeline.map(SECOND, 108 * SECOND)).isEqualTo(101 * SECOND);
        assertThat(timeline.map(9 * SECOND, 109 * SECOND)).isEqualTo(109 * SECOND);
    }

    @Test
    void neverGoesBackWhenARecorderBeginsAnew() {
        var timeline = new MediaTimeline();
        timeline.map(0, 100 * SECOND);
        timeline.map(3 * SECOND, 102 * SECOND);
        timeline.restart();
        assertThat(timeline.map(0, 102 * SECOND)).isEqualTo(103 * SECOND + 1);
        assertThat(timeline.map(40_000, 102 * SECOND)).isEqualTo(103 * SECOND + 40_001);
    }

    @Test
    void doesNotBelieveTimesFromTheFuture() {
        var timeline = new MediaTimeline();
        timeline.map(0, 100 * SECOND);
        assertThat(timeline.map(3_600 * SECOND, 101 * SECOND)).isEqualTo(101 * SECOND);
        assertThat(timeline.map(3_601 * SECOND, 102 * SECOND)).isEqualTo(102 * SECOND);
    }

    @Test
    void holdsFramesAsLongAsTheLatestOfTheLastSecondsWasLate() {
        var delay = new PlayoutDelay();
        delay.onFrame(200_000, 0);
        delay.onFrame(20_000, 300_000);
        assertThat(delay.micros()).isEqualTo(200_000);
        delay.onFrame(50_000, 7 * SECOND);
        assertThat(delay.micros()).isEqualTo(200_000);
        delay.onFrame(50_000, 8 * SECOND);
        assertThat(delay.micros()).as("the worst is forgotten").isEqualTo(50_000);
        delay.onFrame(60 * SECOND, 9 * SECOND);
        assertThat(delay.micros()).as("nobody waits for a minute").isEqualTo(2_500_000);
        delay.onFrame(0, 100 * SECOND);
        assertThat(delay.micros()).isZero();
    }
}
