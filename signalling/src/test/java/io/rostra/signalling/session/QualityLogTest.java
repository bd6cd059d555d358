package io.rostra.signalling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QualityLogTest {

    private static final Duration SAMPLE =
            QualityLog.INTERVAL.multipliedBy(QualityLog.LOOKS_A_SAMPLE);

    private final HandDrivenLoop loop = new HandDrivenLoop();
    private final Map<String, Integer> scores = new HashMap<>();
    private final List<Map<String, Integer>> told = new ArrayList<>();
    private final QualityLog log =
            new QualityLog(loop, () -> scores, worst -> told.add(Map.copyOf(worst)));

    @Test
    void tellsTheWorstOfEachHalfMinute() {
        log.begin();
        log.begin();
        scores.put("ann", 5);
        loop.advance(QualityLog.INTERVAL);
        scores.put("ann", 2);
        scores.put("bob", 4);
        loop.advance(QualityLog.INTERVAL);
        scores.put("ann", 5);
        loop.advance(SAMPLE.minus(QualityLog.INTERVAL.multipliedBy(2)));
        assertThat(told).containsExactly(Map.of("ann", 2, "bob", 4));

        loop.advance(SAMPLE);
        assertThat(told).hasSize(2);
        assertThat(told.getLast()).containsEntry("ann", 5);
    }

    @Test
    void isSilentWhileNothingIsKnownAndAfterTheEnd() {
        log.begin();
        loop.advance(SAMPLE.multipliedBy(3));
        assertThat(told).isEmpty();

        scores.put("ann", 3);
        loop.advance(QualityLog.INTERVAL);
        log.end();
        assertThat(told).as("what was seen so far").containsExactly(Map.of("ann", 3));
        loop.advance(SAMPLE.multipliedBy(3));
        assertThat(told).hasSize(1);
    }
}
