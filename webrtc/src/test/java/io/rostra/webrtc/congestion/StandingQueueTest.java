package io.rostra.webrtc.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StandingQueueTest {

    private final StandingQueue queue = new StandingQueue();
    private double now;

    @Test
    void isTheLeastDelayAboveTheBase() {
        hear(100, 100);
        assertThat(queue.millis(now)).isZero();
        hear(130, 20);
        assertThat(queue.millis(now)).as("less than a quarter of a second of it").isZero();
        hear(130, 20);
        assertThat(queue.millis(now)).isEqualTo(30);
        hear(100, 1);
        assertThat(queue.millis(now)).isZero();
    }

    @Test
    void isNotMovedByAReceiverThatStutters() {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            hear(random.nextInt(5) == 0 ? 0 : random.nextInt(80), 1);
            assertThat(queue.millis(now)).isLessThan(25);
        }
    }

    @Test
    void takesALongerRouteForTheBaseInTime() {
        hear(0, 1_000);
        hear(50, 40);
        assertThat(queue.millis(now)).isEqualTo(50);
        hear(50, 2_100);
        assertThat(queue.millis(now)).isZero();
    }

    private void hear(double delay, int groups) {
        for (int i = 0; i < groups; i++) {
            now += 10;
            queue.onGroup(delay, now);
        }
    }
}
