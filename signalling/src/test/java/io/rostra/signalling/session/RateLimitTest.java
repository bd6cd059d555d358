package io.rostra.signalling.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void allowsABurstThenTheRate() {
        var limit = new RateLimit(100, 300, 0);
        assertThat(allowedAt(limit, 0, 1000)).isEqualTo(300);
        assertThat(allowedAt(limit, SECOND / 10, 1000)).isEqualTo(10);
        assertThat(allowedAt(limit, SECOND, 1000)).isEqualTo(90);
        assertThat(allowedAt(limit, 100 * SECOND, 1000)).isEqualTo(300);
    }

    private static int allowedAt(RateLimit limit, long now, int attempts) {
        int allowed = 0;
        for (int i = 0; i < attempts; i++) {
            if (limit.allow(now)) {
                allowed++;
            }
        }
        return allowed;
    }
}
