package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FirstProbesTest {

    private static final long START = Long.MAX_VALUE - 1;
    private static final long LENGTH = FirstProbes.DURATION.toNanos();

    private final FirstProbes probes = new FirstProbes();

    @Test
    void doNotRunForAudioAlone() {
        assertThat(probes.running(START)).isFalse();
    }

    @Test
    void runFromTheFirstVideoOnAndOnlyOnce() {
        probes.onVideo(START);
        assertThat(probes.running(START)).isTrue();
        probes.onVideo(START + LENGTH / 2);
        assertThat(probes.running(START + LENGTH - 1)).isTrue();
        assertThat(probes.running(START + LENGTH)).isFalse();

        probes.onVideo(START + 10 * LENGTH);
        assertThat(probes.running(START + 10 * LENGTH)).as("a second camera").isFalse();
    }
}
