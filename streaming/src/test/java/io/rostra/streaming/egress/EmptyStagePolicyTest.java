package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EmptyStagePolicyTest {
    private static final long SECOND = 1_000_000_000;

    private final EmptyStagePolicy policy = new EmptyStagePolicy(Duration.ofSeconds(10));

    @Test
    void waitsForSomebodyToComeBack() {
        policy.onTaken();
        assertThat(policy.isOver(100 * SECOND)).isFalse();
        policy.onEmpty(100 * SECOND);
        policy.onEmpty(105 * SECOND);
        assertThat(policy.isOver(109 * SECOND)).isFalse();
        assertThat(policy.isOver(110 * SECOND)).isTrue();
    }

    @Test
    void beginsAnewWhenSomebodyComesBack() {
        policy.onEmpty(0);
        policy.onTaken();
        policy.onEmpty(20 * SECOND);
        assertThat(policy.isOver(21 * SECOND)).isFalse();
    }
}
