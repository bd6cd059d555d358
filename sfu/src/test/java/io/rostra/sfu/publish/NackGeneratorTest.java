package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.publish.NackGenerator.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {

    private final NackGenerator nacks = new NackGenerator();
    private long now = -1_000_000_000L;

    @Test
    void asksForNothingWhileAllIsWell() {
        for (long sequence = 5; sequence < 100; sequence++) {
            assertThat(nacks.onPacket(sequence, now)).isEqualTo(Arrival.NEW);
            assertThat(after(20)).isEmpty();
        }
        assertThat(nacks.pollGaveUp()).isFalse();
    }

    @Test
    void waitsForReorderedPacketsAMoment() {
        nacks.onPacket(10, now);
        nacks.onPacket(12, now);

        assertThat(after(4)).isEmpty();
        assertThat(nacks.onPacket(11, now)).isEqualTo(Arrival.RECOVERED);
        assertThat(after(100)).isEmpty();
    }

    @Test
    void asksForAGapOldestFirst() {
        nacks.onPacket(10, now);
        nacks.onPacket(15, now);

        assertThat(after(5)).containsExactly(11, 12, 13, 14);
        assertThat(nacks.onPacket(12, now)).isEqualTo(Arrival.RECOVERED);
        assertThat(after(60)).containsExactly(11, 13, 14);
    }

    @Test
    void asksAcrossTheWrap() {
        nacks.onPacket(65_533, now);
        nacks.onPacket(65_539, now);

        assertThat(after(5)).containsExactly(65_534, 65_535, 0, 1, 2);
    }

    @Test
    void asksTenTimesThenGivesUp() {
        nacks.onPacket(1, now);
        nacks.onPacket(3, now);

        List<Long> times = new ArrayList<>();
        long begin = now;
        while (now - begin < Duration.ofSeconds(2).toNanos()) {
            if (!after(10).isEmpty()) {
                times.add(Duration.ofNanos(now - begin).toMillis());
            }
        }
        assertThat(times).containsExactly(10L, 70L, 130L, 190L, 250L, 310L, 370L, 430L, 490L, 550L);
        assertThat(nacks.pollGaveUp()).isTrue();
        assertThat(nacks.pollGaveUp()).as("told once").isFalse();
        assertThat(nacks.onPacket(2, now)).as("too late").isEqualTo(Arrival.DUPLICATE);
    }

    @Test
    void tellsDuplicates() {
        nacks.onPacket(1, now);
        nacks.onPacket(3, now);

        assertThat(nacks.onPacket(3, now)).isEqualTo(Arrival.DUPLICATE);
        assertThat(nacks.onPacket(1, now)).isEqualTo(Arrival.DUPLICATE);
        assertThat(nacks.onPacket(2, now)).isEqualTo(Arrival.RECOVERED);
        assertThat(nacks.onPacket(2, now)).isEqualTo(Arrival.DUPLICATE);
        assertThat(nacks.onPacket(0, now)).as("before the beginning").isEqualTo(Arrival.DUPLICATE);
        assertThat(nacks.onPacket(-1, now)).isEqualTo(Arrival.DUPLICATE);
    }

    @Test
    void takesAJumpForANewBeginning() {
        nacks.onPacket(1, now);
        nacks.onPacket(3, now);

        assertThat(nacks.onPacket(3_000, now)).isEqualTo(Arrival.NEW);
        assertThat(after(100)).as("nobody has those any more").isEmpty();
        assertThat(nacks.pollGaveUp()).isTrue();
    }

    @Test
    void remembersOnlySoManyMissing() {
        nacks.onPacket(0, now);
        nacks.onPacket(900, now);

        assertThat(after(5)).hasSize(512).startsWith(388).endsWith(899);
        assertThat(nacks.pollGaveUp()).isTrue();
    }

    private List<Integer> after(long millis) {
        now += Duration.ofMillis(millis).toNanos();
        return nacks.due(now);
    }
}
