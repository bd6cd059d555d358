package io.rostra.sfu.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.subscribe.BitrateAllocator.Demand;
import java.util.List;
import org.junit.jupiter.api.Test;

class BitrateAllocatorTest {

    private static final long[] RATES = {0, 150, 450, 1_500};

    @Test
    void givesAllWhatTheyAskForIfItFits() {
        assertThat(allocate(3_000, demand(1, 3, 3), demand(1, 3, 3))).containsExactly(3, 3);
        assertThat(allocate(3_000, demand(1, 1, 3), demand(1, 2, 3))).containsExactly(1, 2);
    }

    @Test
    void givesEachSomethingBeforeItGivesOneMore() {
        assertThat(allocate(600, demand(1, 3, 3), demand(1, 3, 3))).containsExactly(2, 1);
        assertThat(allocate(900, demand(1, 3, 3), demand(1, 3, 3))).containsExactly(2, 2);
        assertThat(allocate(1_949, demand(1, 3, 3), demand(1, 3, 3))).containsExactly(2, 2);
        assertThat(allocate(1_950, demand(1, 3, 3), demand(1, 3, 3))).containsExactly(3, 2);
    }

    @Test
    void servesTheImportantAndTheBigFirst() {
        assertThat(allocate(600, demand(2, 3, 3), demand(1, 3, 3))).containsExactly(1, 2);
        assertThat(allocate(600, demand(1, 2, 3), demand(1, 3, 3))).containsExactly(1, 2);
    }

    @Test
    void goesUpOnlyWithSomeMargin() {
        assertThat(allocate(500, demand(1, 3, 2))).containsExactly(2);
        assertThat(allocate(500, demand(1, 3, 1))).containsExactly(1);
        assertThat(allocate(518, demand(1, 3, 1))).containsExactly(2);
    }

    @Test
    void keepsTheFirstAliveAndPausesTheOthers() {
        assertThat(allocate(100, demand(1, 3, 3), demand(1, 3, 3))).containsExactly(1, 0);
        assertThat(allocate(70, demand(1, 3, 3))).as("hopeless").containsExactly(0);
    }

    @Test
    void choosesAmongWhatFlows() {
        long[] onlyFull = {0, 0, 0, 1_500};
        assertThat(allocate(2_000, new Demand(1, 1, 3, onlyFull)))
                .as("smaller than that there is none")
                .containsExactly(3);
        assertThat(allocate(600, demand(1, 3, 3), new Demand(1, 3, 3, onlyFull)))
                .containsExactly(2, 0);
        assertThat(allocate(0, new Demand(1, 3, 3, new long[4])))
                .as("nothing is known yet")
                .containsExactly(3);
    }

    private static Demand demand(int priority, int preferred, int allowed) {
        return new Demand(priority, preferred, allowed, RATES);
    }

    private static int[] allocate(long budget, Demand... demands) {
        return BitrateAllocator.allocate(budget, List.of(demands));
    }
}
