package io.rostra.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionQualityTest {

    @ParameterizedTest
    @CsvSource({
        "0, false, 5",
        "0.03, false, 4",
        "0.07, false, 3",
        "0.2, false, 2",
        "0.5, false, 1",
        "0, true, 3",
        "0.03, true, 2",
        "0.5, true, 1",
    })
    void fallsWithLossAndWithLayersThatDoNotFit(double loss, boolean degraded, int score) {
        assertThat(ConnectionQuality.score(loss, degraded)).isEqualTo(score);
    }
}
