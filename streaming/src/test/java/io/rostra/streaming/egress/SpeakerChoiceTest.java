package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SpeakerChoiceTest {

    private static final long MILLI = 1_000_000;

    private final SpeakerChoice choice = new SpeakerChoice();
    private long now = -5_000 * MILLI;

    private String after(long millis, int ann, int bob) {
        for (long end = now + millis * MILLI; now < end; now += 300 * MILLI) {
            choice.onLoudness(Map.of("ann", ann, "bob", bob), now);
        }
        return choice.speaker();
    }

    @Test
    void theFirstWhoSpeaksIsChosenAtOnce() {
        assertThat(after(1_000, 0, 10)).as("noise").isNull();
        assertThat(after(1, 0, 60)).isEqualTo("bob");
    }

    @Test
    void aCoughChangesNothingAndSpeechDoes() {
        assertThat(after(5_000, 60, 0)).isEqualTo("ann");
        assertThat(after(900, 30, 90)).isEqualTo("ann");
        assertThat(after(5_000, 0, 0)).as("silence").isEqualTo("ann");
        assertThat(after(2_500, 0, 60)).isEqualTo("bob");
    }

    @Test
    void twoWhoSpeakAtOnceDoNotTakeTurns() {
        assertThat(after(1_000, 60, 0)).isEqualTo("ann");
        assertThat(after(20_000, 60, 63)).isEqualTo("ann");
    }

    @Test
    void whoLeavesMakesRoomAtOnce() {
        assertThat(after(300, 60, 0)).isEqualTo("ann");
        choice.onLoudness(Map.of("bob", 40), now);
        assertThat(choice.speaker()).isEqualTo("bob");
        choice.onLoudness(Map.of(), now);
        assertThat(choice.speaker()).isNull();
    }
}
