package io.rostra.streaming.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.frames.AudioFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AudioTimelineTest {
    private static final byte[] SOUND = {1};
    private static final int SECOND = AudioFrame.SAMPLE_RATE;

    private final List<AudioFrame> out = new ArrayList<>();
    private final AudioTimeline timeline = new AudioTimeline(out::add);
    private long pts;
    private final Deque<AudioFrame> underWay = new ArrayDeque<>();

    /// Time passes frame by frame; each arrives `delay` samples after its own time, or never.
    private void forSeconds(int seconds, boolean on, long delay) {
        for (long end = pts + (long) seconds * SECOND; pts < end; pts += AudioFrame.SAMPLES) {
            if (on) {
                underWay.add(new AudioFrame(SOUND, pts));
            }
            while (!underWay.isEmpty() && underWay.getFirst().pts() + delay <= pts) {
                timeline.onFrame(underWay.removeFirst());
            }
            timeline.onClock(PartRule.toTicks(pts));
        }
    }

    @Test
    void hearsAMicrophoneThatStartsLongAfterThePicture() {
        timeline.begin(0);
        forSeconds(5, false, 0);
        out.clear();
        forSeconds(2, true, SECOND / 10);
        assertThat(out.getFirst().data()).isNotEqualTo(SOUND);
        assertThat(out.getLast().data()).isEqualTo(SOUND);
    }

    @Test
    void waitsLongerForWhatKeepsComingLate() {
        timeline.begin(0);
        forSeconds(10, true, SECOND / 2);
        assertThat(out.subList(2 * SECOND / AudioFrame.SAMPLES, out.size()))
                .allSatisfy(frame -> assertThat(frame.data()).isEqualTo(SOUND));
    }

    @Test
    void leavesNeitherHoleNorOverlap() {
        timeline.begin(0);
        forSeconds(1, true, 0);
        forSeconds(4, false, 0);
        forSeconds(2, true, SECOND / 5);
        for (int i = 0; i < out.size(); i++) {
            assertThat(out.get(i).pts()).isEqualTo((long) i * AudioFrame.SAMPLES);
        }
    }
}
