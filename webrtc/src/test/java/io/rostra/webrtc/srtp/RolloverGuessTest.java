package io.rostra.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// The index guess of RFC 3711 appendix A.
class RolloverGuessTest {
    @Test
    void theFirstPacketHasNoRollovers() {
        assertThat(SrtpContext.guessIndex(-1, 65_535)).isEqualTo(65_535);
    }

    @Test
    void nothingPrecedesTheFirstCycle() {
        assertThat(SrtpContext.guessIndex(3, 65_535)).isEqualTo(65_535);
    }

    @Test
    void picksTheNearestIndexAroundEveryWrap() {
        Random random = new Random(81);
        for (int i = 0; i < 300_000; i++) {
            long cycle = 1 + random.nextInt(1000);
            long highest =
                    (cycle << 16) + random.nextInt(-200, 200) + (random.nextBoolean() ? 0 : 32_768);
            long index = highest + random.nextInt(-32_767, 32_768);
            assertThat(SrtpContext.guessIndex(highest, (int) index & 0xFFFF)).isEqualTo(index);
        }
    }

    @Test
    void countsPastThirtyTwoBits() {
        long highest = 0xFFFF_FFFEL << 16 | 0xFFFF;
        assertThat(SrtpContext.guessIndex(highest, 0)).isEqualTo(0xFFFF_FFFFL << 16);
    }
}
