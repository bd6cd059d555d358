package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoudnessTest {

    private static final long PACKET = 20_000_000;

    private final Loudness loudness = new Loudness();
    private long now = -1_000_000_000L;

    @Test
    void risesFastAndFallsSlowly() {
        assertThat(loudness.percent(now)).isZero();
        hear(30, 10);
        assertThat(loudness.percent(now)).isBetween(55, 60);
        hear(127, 3);
        assertThat(loudness.percent(now)).as("a pause between words").isGreaterThan(10);
        hear(127, 25);
        assertThat(loudness.percent(now)).isZero();
    }

    @Test
    void aClickIsNoSpeaker() {
        hear(70, 50);
        assertThat(loudness.percent(now)).as("the room's own noise").isZero();
        hear(40, 1);
        assertThat(loudness.percent(now)).isLessThan(10);
    }

    @Test
    void silenceMayBeTheLackOfPackets() {
        hear(20, 50);
        assertThat(loudness.percent(now)).isGreaterThan(70);
        now += 30 * PACKET;
        assertThat(loudness.percent(now)).isZero();
    }

    private void hear(int level, int packets) {
        for (int i = 0; i < packets; i++) {
            now += PACKET;
            loudness.onPacket(level, now);
        }
    }
}
