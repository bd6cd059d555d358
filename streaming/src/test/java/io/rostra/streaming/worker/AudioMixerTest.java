package io.rostra.streaming.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudioMixerTest {

    private static final int BLOCK = AudioTimeline.BLOCK;

    private record Mixed(long pts, float[] left, float[] right) {}

    private final List<Mixed> out = new ArrayList<>();
    private final AudioMixer mixer =
            new AudioMixer(
                    (pts, left, right) -> out.add(new Mixed(pts, left.clone(), right.clone())));

    @Test
    void oneAlonePassesAtOnceAndUnchanged() {
        put(0, 0, 1.5f);
        put(0, 1, 0.5f);
        assertThat(out).extracting(Mixed::pts).containsExactly(0L, (long) BLOCK);
        assertThat(out.getFirst().left()).containsOnly(1.5f);
    }

    @Test
    void twoAddUpInOrder() {
        for (int i = 0; i < 10; i++) {
            put(1, i, 0.25f);
            put(2, i, 0.5f);
        }
        assertContiguous();
        assertThat(out.size()).isGreaterThanOrEqualTo(8);
        for (Mixed block : out.subList(1, out.size())) {
            assertThat(block.left()).containsOnly(0.75f);
            assertThat(block.right()).containsOnly(-0.75f);
        }
    }

    @Test
    void neverClipsAndComesBackSlowly() {
        for (int i = 0; i < 60; i++) {
            float level = i >= 10 && i < 12 ? 0.9f : 0.3f;
            for (int source = 0; source < 4; source++) {
                put(source, i, level);
            }
        }
        float previous = 0;
        for (Mixed block : out) {
            for (float sample : block.left()) {
                assertThat(Math.abs(sample)).isLessThanOrEqualTo(0.981f);
                if (block.pts() > 0) {
                    assertThat(Math.abs(sample - previous)).as("no click").isLessThan(0.7f);
                }
                previous = sample;
            }
        }
        float[] last = out.getLast().left();
        assertThat(last[BLOCK - 1]).isGreaterThan(0.9f);
    }

    @Test
    void waitsForWhoIsLateButNotForWhoIsSilent() {
        put(1, 0, 0.1f);
        put(2, 0, 0.1f);
        for (int i = 1; i < 5; i++) {
            put(1, i, 0.1f);
        }
        int held = out.size();
        assertThat(held).isLessThanOrEqualTo(2);
        for (int i = 1; i < 4; i++) {
            put(2, i, 0.1f);
        }
        assertThat(out.getLast().left()).containsOnly(0.2f);
        for (int i = 5; i < 40; i++) {
            put(1, i, 0.1f);
        }
        assertThat(out.getLast().pts()).isGreaterThanOrEqualTo(37L * BLOCK);
        assertContiguous();
    }

    @Test
    void goesOnWhenOneLeaves() {
        for (int i = 0; i < 5; i++) {
            put(1, i, 0.1f);
            put(2, i, 0.1f);
        }
        mixer.remove(2);
        for (int i = 5; i < 10; i++) {
            put(1, i, 0.1f);
        }
        assertThat(out.getLast().pts()).isGreaterThanOrEqualTo(8L * BLOCK);
        assertThat(out.getLast().left()).containsOnly(0.1f);
        assertContiguous();
    }

    @Test
    void dropsWhatComesTooLate() {
        for (int i = 0; i < 20; i++) {
            put(1, i, 0.1f);
        }
        put(2, 3, 0.9f);
        for (int i = 20; i < 40; i++) {
            put(1, i, 0.1f);
        }
        assertContiguous();
        assertThat(out).allMatch(block -> block.left()[0] == 0.1f);
    }

    private void put(int source, int block, float level) {
        float[] left = new float[BLOCK];
        float[] right = new float[BLOCK];
        Arrays.fill(left, level);
        Arrays.fill(right, -level);
        mixer.put(source, (long) block * BLOCK, left, right);
    }

    private void assertContiguous() {
        for (int i = 0; i < out.size(); i++) {
            assertThat(out.get(i).pts()).isEqualTo((long) i * BLOCK);
        }
    }
}
