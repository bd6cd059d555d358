package io.rostra.streaming.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AudioTimelineTest {
    private final List<Long> blocks = new ArrayList<>();
    private final List<Float> samples = new ArrayList<>();
    private final AudioTimeline timeline =
            new AudioTimeline((pts, left, right) -> {
                blocks.add(pts);
                for (float sample : left) {
                    samples.add(sample);
                }
            });

    @Test
    void startsOnTheGridWithSilenceInFront() {
        write(1100, 960);
        assertThat(timeline.position()).isEqualTo(1100 + 960);
        assertThat(blocks).containsExactly(1024L);
        assertThat(samples.subList(0, 76)).containsOnly(0f);
        assertThat(samples.get(76)).isEqualTo(1f);
    }

    @Test
    void ignoresJitterOfTimes() {
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            write(1000 + 960L * i + random.nextInt(-40, 40), 960);
        }
        assertThat(timeline.position()).isBetween(481_000L - 100, 481_000L + 100);
        assertThat(samples.stream().skip(1040)).doesNotContain(0f);
        assertContiguous();
    }

    @Test
    void followsASlowClockWithoutSilence() {
        // The sender's clock runs 200 ppm slow: after 100 s its samples lie 20 ms later.
        long last = 0;
        for (int i = 0; i < 5000; i++) {
            last = Math.round(960 * 1.0002 * i);
            write(last, 960);
        }
        assertThat(timeline.position()).isBetween(last + 960 - 120, last + 960 + 120);
        assertThat(samples).doesNotContain(0f);
        assertContiguous();
    }

    @Test
    void followsAFastClockWithoutLosingBlocks() {
        long last = 0;
        for (int i = 0; i < 5000; i++) {
            last = Math.round(960 * 0.9998 * i);
            write(last, 960);
        }
        assertThat(timeline.position()).isBetween(last + 960 - 120, last + 960 + 120);
        assertContiguous();
    }

    @Test
    void fillsALostPacketWithSilence() {
        write(0, 960);
        write(960 + 2880, 960);
        write(960 + 2880 + 960, 960);
        assertThat(timeline.position()).isEqualTo(5760);
        assertThat(samples.get(959)).isEqualTo(1f);
        assertThat(samples.subList(960, 3840)).containsOnly(0f);
        assertThat(samples.get(3840)).isEqualTo(1f);
        assertContiguous();
    }

    @Test
    void leavesBlocksOutDuringALongPause() {
        write(0, 960);
        write(480_000, 960);
        write(480_960, 960);
        assertThat(blocks).containsExactly(0L, 479_232L, 480_256L);
        assertThat(timeline.position()).isEqualTo(481_920);
    }

    @Test
    void dropsWhatComesTooLate() {
        write(9600, 960);
        long position = timeline.position();
        write(0, 960);
        assertThat(timeline.position()).isEqualTo(position);
        write(10_560 - 2400, 4800);
        assertThat(timeline.position()).isEqualTo(10_560 - 2400 + 4800);
        assertContiguous();
    }

    @Test
    void survivesAnyTimes() {
        var random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            write(random.nextLong(-1_000_000, 1L << 40), random.nextInt(1, 5760));
        }
        for (int i = 1; i < blocks.size(); i++) {
            assertThat(blocks.get(i)).isGreaterThan(blocks.get(i - 1));
        }
        assertThat(blocks).allMatch(pts -> Math.floorMod(pts, 1024L) == 0);
    }

    private void assertContiguous() {
        for (int i = 1; i < blocks.size(); i++) {
            assertThat(blocks.get(i)).isEqualTo(blocks.get(i - 1) + 1024);
        }
    }

    private void write(long pts, int count) {
        float[] ones = new float[2 * count];
        java.util.Arrays.fill(ones, 1f);
        timeline.write(pts, ones, count);
    }
}
