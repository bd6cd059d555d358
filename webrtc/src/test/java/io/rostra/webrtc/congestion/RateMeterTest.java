package io.rostra.webrtc.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateMeterTest {

    private static final long MILLI = 1_000_000;

    private final RateMeter meter = new RateMeter(Duration.ofSeconds(1));
    private long now = -2_000 * MILLI;

    @Test
    void measuresWhatCameInItsWindow() {
        assertThat(meter.bitsPerSecond(now)).isZero();
        for (int i = 0; i < 3_000; i++) {
            meter.add(125, now);
            now += MILLI;
        }
        assertThat(meter.bitsPerSecond(now)).isCloseTo(1_000_000, withPercentage(6));

        now += 500 * MILLI;
        assertThat(meter.bitsPerSecond(now)).isCloseTo(500_000, withPercentage(12));
        now += 3_600_000 * MILLI;
        assertThat(meter.bitsPerSecond(now)).isZero();
    }

    @Test
    void doesNotWaitForAFullWindow() {
        for (int i = 0; i < 500; i++) {
            meter.add(125, now);
            now += MILLI;
        }
        assertThat(meter.bitsPerSecond(now)).isCloseTo(1_000_000, withPercentage(6));
    }

    @Test
    void beginsAnew() {
        meter.add(10_000, now);
        meter.reset();
        assertThat(meter.bitsPerSecond(now)).isZero();
    }
}
