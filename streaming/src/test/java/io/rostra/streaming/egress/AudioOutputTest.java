package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.frames.AudioFrame;
import org.junit.jupiter.api.Test;

final class AudioOutputTest {
    private static final byte[] FRAME = {1};

    private final CollectingSink sink = new CollectingSink();
    private final AudioOutput output = new AudioOutput(sink);

    @Test
    void keepsWhatComesBeforeItsStart() {
        output.onAac(0, FRAME, 5000);
        output.onAac(1024, FRAME, 5000);
        output.onAac(2048, FRAME, 5000);
        assertThat(sink.audio).isEmpty();
        output.startAt(1500);
        assertThat(sink.audio).extracting(AudioFrame::pts).containsExactly(1024L, 2048L);
    }

    @Test
    void fillsGapsWithSilenceAndDropsWhatIsLate() {
        output.startAt(0);
        output.onAac(0, FRAME, 5000);
        output.onAac(3072, FRAME, 5000);
        output.onAac(1024, FRAME, 5000);
        assertThat(sink.audio).extracting(AudioFrame::pts).containsExactly(0L, 1024L, 2048L, 3072L);
        assertThat(sink.audio)
                .extracting(frame -> frame.data() == FRAME)
                .containsExactly(true, false, false, true);
    }

    @Test
    void silenceComesWhenNothingElseCan() {
        output.startAt(0);
        output.onClock(14_400 + 1024);
        assertThat(sink.audio).isEmpty();
        output.onClock(14_400 + 1025);
        assertThat(sink.audio).hasSize(1);
        output.onClock(48_000);
        assertThat(sink.audioEnd()).isBetween(48_000L - 14_400 - 1024, 48_000L - 14_400);
    }

    @Test
    void doesNotBelieveTheFutureOrOddTimes() {
        output.startAt(0);
        output.onAac(1024L * 1_000_000, FRAME, 5000);
        output.onAac(Long.MAX_VALUE / 1024 * 1024, FRAME, 5000);
        output.onAac(1000, FRAME, 5000);
        output.onAac(-1024, FRAME, 5000);
        assertThat(sink.audio).isEmpty();
    }
}
