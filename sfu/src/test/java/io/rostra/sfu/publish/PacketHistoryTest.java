package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PacketHistoryTest {

    private final PacketHistory history = new PacketHistory(8);

    @Test
    void givesBackWhatItHolds() {
        byte[] buffer = {9, 9, 1, 2, 3, 9};
        history.store(70_000, buffer, 2, 3);
        Arrays.fill(buffer, (byte) 0);

        assertThat(history.length(70_000)).isEqualTo(3);
        int at = history.offset(70_000);
        assertThat(Arrays.copyOfRange(history.bytes(), at, at + 3)).containsExactly(1, 2, 3);
    }

    @Test
    void knowsNothingAtFirstAndForgetsTheOldest() {
        assertThat(history.length(0)).isZero();
        for (int i = 0; i < 20; i++) {
            history.store(i, new byte[] {(byte) i}, 0, 1);
        }

        assertThat(history.length(11)).isZero();
        for (int i = 12; i < 20; i++) {
            assertThat(history.length(i)).isEqualTo(1);
            assertThat(history.bytes()[history.offset(i)]).isEqualTo((byte) i);
        }
        assertThat(history.length(20)).isZero();
    }

    @Test
    void takesNumbersFromBeforeTheFirstWrap() {
        history.store(-3, new byte[] {1}, 0, 1);

        assertThat(history.length(-3)).isEqualTo(1);
        assertThat(history.length(5)).isZero();
    }

    @Test
    void leavesOutWhatIsTooLong() {
        history.store(1, new byte[2_000], 0, 2_000);

        assertThat(history.length(1)).isZero();
    }
}
