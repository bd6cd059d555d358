package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyFrameThrottleTest {

    private final KeyFrameThrottle throttle = new KeyFrameThrottle();
    private long now = -5_000_000_000L;

    @Test
    void asksOnceForMany() {
        assertThat(throttle.poll(now)).isFalse();
        for (int i = 0; i < 20; i++) {
            throttle.request();
        }

        assertThat(throttle.poll(now)).isTrue();
        assertThat(throttle.poll(now)).isFalse();
    }

    @Test
    void keepsAnEarlyRequestForLater() {
        throttle.request();
        assertThat(throttle.poll(now)).isTrue();
        throttle.request();

        pass(299);
        assertThat(throttle.poll(now)).isFalse();
        pass(1);
        assertThat(throttle.poll(now)).isTrue();
        pass(300);
        assertThat(throttle.poll(now)).isFalse();
    }

    @Test
    void forgetsARequestThatIsFulfilled() {
        throttle.request();
        throttle.onKeyFrame();

        assertThat(throttle.poll(now)).isFalse();
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }
}
