package io.rostra.platform.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginTriesTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final LoginTries tries = new LoginTries();

    private Duration begin(String address, Instant now) {
        return tries.begin(address, now);
    }

    @Test
    void anAddressHasFiveTriesThenWaitsLongerEachTime() {
        for (int i = 0; i < 5; i++) {
            assertThat(begin("192.0.2.1", NOW)).isZero();
        }
        assertThat(begin("192.0.2.1", NOW)).isEqualTo(Duration.ofSeconds(2));
        assertThat(begin("192.0.2.1", NOW.plusSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(begin("192.0.2.1", NOW.plusSeconds(2))).isZero();
        assertThat(begin("192.0.2.1", NOW.plusSeconds(2))).isEqualTo(Duration.ofSeconds(4));

        assertThat(begin("192.0.2.2", NOW)).isZero();
    }

    @Test
    void nobodyWaitsLongerThanFiveMinutesOrForEver() {
        Instant now = NOW;
        Duration wait = Duration.ZERO;
        for (int i = 0; i < 60; i++) {
            assertThat(begin("192.0.2.1", now)).isZero();
            wait = begin("192.0.2.1", now);
            now = now.plus(wait);
        }
        assertThat(wait).isEqualTo(Duration.ofMinutes(5));
        now = now.plus(Duration.ofMinutes(31));
        for (int i = 0; i < 5; i++) {
            assertThat(begin("192.0.2.1", now)).isZero();
        }
    }

    @Test
    void whoWasRightStartsAnew() {
        for (int i = 0; i < 4; i++) {
            begin("192.0.2.1", NOW);
        }
        tries.succeeded("192.0.2.1");
        for (int i = 0; i < 5; i++) {
            assertThat(begin("192.0.2.1", NOW)).isZero();
        }
    }

    @Test
    void theAddressesOfOneNetworkOfIpv6CountAsOne() {
        for (int i = 0; i < 5; i++) {
            assertThat(begin("2001:db8::" + i, NOW)).isZero();
        }
        assertThat(begin("2001:db8::ffff", NOW)).isPositive();
        assertThat(begin("2001:db8:0:1::1", NOW)).isZero();
    }

    @Test
    void whatIsNoAddressIsLimitedTogether() {
        for (int i = 0; i < 5; i++) {
            begin("no address " + i, NOW);
        }
        assertThat(begin("another", NOW)).isPositive();
    }
}
