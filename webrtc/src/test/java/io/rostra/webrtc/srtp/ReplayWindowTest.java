package io.rostra.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    /// Against a set that forgets nothing, over strides from single steps to far beyond the window.
    @Test
    void agreesWithAPlainSet() {
        Random random = new Random(91);
        for (int stride : new int[] {1, 3, 64, 65, 700, 1023, 1024, 1025, 5000}) {
            ReplayWindow window = new ReplayWindow();
            Set<Long> seen = new HashSet<>();
            long highest = -1;
            for (int i = 0; i < 20_000; i++) {
                long index =
                        Math.max(0, highest + random.nextInt(stride + 1) - random.nextInt(1200));
                if (random.nextInt(4) == 0) {
                    index = highest + 1 + random.nextInt(stride);
                }
                int expected =
                        highest - index >= ReplayWindow.SIZE
                                ? ReplayWindow.TOO_OLD
                                : seen.contains(index) ? ReplayWindow.SEEN : ReplayWindow.FRESH;
                assertThat(window.check(index)).isEqualTo(expected);
                if (expected == ReplayWindow.FRESH) {
                    window.mark(index);
                    seen.add(index);
                    highest = Math.max(highest, index);
                }
                assertThat(window.highest()).isEqualTo(highest);
            }
        }
    }
}
