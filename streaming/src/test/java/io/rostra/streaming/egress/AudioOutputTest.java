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
    void keepsOnlySoMuch() {
        for (int i = 0; i < 100_000; i++) {
            output.onAac(1024L * i, FRAME, 1024L * i);
        }
        output.startAt(0);
        assertThat(sink.audio)
                .hasSize(64)
                .last()
                .extracting(AudioFrame::pts)
                .isEqualTo(1024L * 99_999);
    }

    @Test
    void leavesHolesAndDropsWhatIsLate() {
        output.startAt(0);
        output.onAac(0, FRAME, 5000);
        output.onAac(3072, FRAME, 5000);
        output.onAac(1024, FRAME, 5000);
        output.onAac(3072, FRAME, 5000);
        assertThat(sink.audio).extracting(AudioFrame::pts).containsExactly(0L, 3072L);
    }

    @Test
    void doesNotBelieveTheFuture() {
        output.startAt(0);
        output.onAac(1024L * 1_000_000, FRAME, 5000);
        output.onAac(Long.MAX_VALUE, FRAME, 5000);
        output.onAac(-1024, FRAME, 5000);
        assertThat(sink.audio).isEmpty();
    }
}
