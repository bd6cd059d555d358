package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.egress.PipelineRig.Pace;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.VideoFrame;
import io.rostra.streaming.testing.Sounds;
import io.rostra.streaming.testing.TestCodecs;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RTP in, frames out, with a real worker. At 2 s every broadcaster's picture turns from dark to
/// bright and its tone begins.
final class EgressPipelineTest {
    private static final int SECONDS = 4;
    private static final int FLASH = 60;

    @TempDir static Path directory;

    private static final List<byte[]> OPUS =
            TestCodecs.opus(Sounds.toneFrom(2 * 48_000, SECONDS * 48_000));
    private static final List<TestCodecs.Picture> H264 =
            TestCodecs.h264(640, 360, SECONDS * 30, n -> n < FLASH ? 50 : 200);
    private static final List<TestCodecs.Picture> VP8 =
            TestCodecs.vp8(320, 240, SECONDS * 30, n -> n < FLASH ? 50 : 200);

    private final Random random = new Random(12);

    @Test
    void copiesH264AndTranscodesOpusInStep() {
        try (var rig = new PipelineRig(directory)) {
            var broadcaster = new Broadcaster("ann", "H264", rig.stage, random).sends(H264, OPUS);
            broadcaster.withLateVideo(40).publish();
            long start = rig.now;
            rig.run(SECONDS * 1000, Pace.SOUND, broadcaster, start);
            rig.run(500, Pace.NOTHING, broadcaster, start);

            assertThat(rig.sink.video).hasSize(H264.size());
            assertThat(rig.sink.video.getFirst().parameters().width()).isEqualTo(640);
            assertThat(rig.sink.discontinuities).isEmpty();
            assertOrdered(rig.sink);
            assertGapless(rig.sink);
            assertEvenSpacing(rig.sink.video);
            assertInStep(rig.sink);
        }
    }

    @Test
    void transcodesVp8InStep() {
        try (var rig = new PipelineRig(directory)) {
            var broadcaster = new Broadcaster("ann", "VP8", rig.stage, random).sends(VP8, OPUS);
            broadcaster.publish();
            rig.run(SECONDS * 1000, Pace.SOUND_AND_PICTURES, broadcaster, rig.now);
            PipelineRig.await(
                    () -> {
                        rig.pipeline.poll(rig.now);
                        return rig.sink.video.size() >= VP8.size() - 3;
                    },
                    "pictures");

            assertOrdered(rig.sink);
            assertGapless(rig.sink);
            assertEvenSpacing(rig.sink.video);
            assertInStep(rig.sink);
        }
    }

    @Test
    void lossCostsPicturesUpToTheNextKeyFrameAndAsksForOne() {
        try (var rig = new PipelineRig(directory)) {
            var broadcaster = new Broadcaster("ann", "H264", rig.stage, random).sends(H264, OPUS);
            broadcaster.withoutVideoPacketAt(1_350 * PipelineRig.MILLI).publish();
            rig.run(1000, Pace.SOUND, broadcaster, rig.now);
            rig.stage.keyFrameRequests.clear();
            long start = rig.now - 1000 * PipelineRig.MILLI;
            rig.run(SECONDS * 1000 - 1000, Pace.SOUND, broadcaster, start);

            assertThat(rig.stage.keyFrameRequests).containsOnly("ann-v").hasSizeBetween(1, 4);
            int size = rig.sink.video.size();
            assertThat(size).isBetween(H264.size() - 30, H264.size() - 15);
            assertThat(rig.sink.lumas()).hasSize(size);
            assertOrdered(rig.sink);
        }
    }

    @Test
    void nextBroadcasterTakesOverOnTheSameTimeline() {
        try (var rig = new PipelineRig(directory)) {
            var ann = new Broadcaster("ann", "H264", rig.stage, random).sends(H264, OPUS);
            var bob = new Broadcaster("bob", "VP8", rig.stage, random).sends(VP8, OPUS);
            ann.publish();
            bob.publish();
            rig.run(3000, Pace.SOUND, ann, rig.now);
            int annsPictures = rig.sink.video.size();
            assertThat(rig.stage.isTapped(bob.video)).isFalse();
            ann.leave();
            rig.run(3500, Pace.SOUND, bob, rig.now);

            assertThat(rig.stage.isTapped(ann.video)).isFalse();
            assertThat(rig.sink.discontinuities).containsExactly(annsPictures);
            VideoFrame first = rig.sink.video.get(annsPictures);
            assertThat(first.keyFrame()).isTrue();
            assertThat(first.parameters().width()).isEqualTo(320);
            assertOrdered(rig.sink);
            // Bob's tone: 3 s after the start of the stream plus his own 2 s.
            float[] sound = rig.sink.sound();
            int offset = (int) rig.sink.audio.getFirst().pts();
            assertThat(Sounds.loudness(sound, 150_000 - offset, 235_000 - offset)).isLessThan(0.05);
            int onset = Sounds.onset(java.util.Arrays.copyOfRange(sound, 150_000, sound.length));
            assertThat(onset + 150_000 + offset).isBetween(5 * 48_000, 5 * 48_000 + 4_800);
        }
    }

    @Test
    void aTrackThatComesBackUnderItsIdIsTappedAnew() {
        try (var rig = new PipelineRig(directory)) {
            var ann = new Broadcaster("ann", "H264", rig.stage, random);
            ann.publish();
            rig.pipeline.onStage(rig.stage.tracks());
            assertThat(rig.stage.isTapped(ann.video)).isTrue();
            ann.leave();
            ann.publish();
            assertThat(rig.stage.isTapped(ann.video)).isFalse();
            rig.pipeline.onStage(rig.stage.tracks());
            assertThat(rig.stage.isTapped(ann.video)).isTrue();
            assertThat(rig.stage.isTapped(ann.audio)).isTrue();
        }
    }

    @Test
    void goesOnAfterTheWorkerWasKilled() {
        try (var rig = new PipelineRig(directory)) {
            var ann = new Broadcaster("ann", "VP8", rig.stage, random).sends(VP8, OPUS);
            ann.publish();
            long start = rig.now;
            rig.run(1500, Pace.SOUND, ann, start);
            int before = rig.sink.video.size();
            long pid = rig.pipeline.workerPid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            PipelineRig.await(
                    () -> {
                        rig.pipeline.poll(rig.now);
                        return rig.pipeline.workerRuns() && rig.pipeline.workerPid() != pid;
                    },
                    "another worker");
            rig.run(500, Pace.NOTHING, ann, start);
            rig.run(SECONDS * 1000 - 2000, Pace.SOUND, ann, start);
            PipelineRig.await(
                    () -> {
                        rig.pipeline.poll(rig.now);
                        return rig.sink.video.size() > before + 20;
                    },
                    "pictures of the new worker");

            assertThat(rig.stage.keyFrameRequests).contains("ann-v");
            assertThat(rig.sink.discontinuities).hasSize(1);
            assertThat(rig.sink.video.get(rig.sink.discontinuities.getFirst()).keyFrame()).isTrue();
            assertOrdered(rig.sink);
            float[] sound = rig.sink.sound();
            assertThat(Sounds.loudness(sound, sound.length - 24_000, sound.length - 4_800))
                    .isGreaterThan(0.2);
        }
    }

    @Test
    void picturesComeOutWithoutSoundAndSoundWithoutPictures() {
        try (var rig = new PipelineRig(directory)) {
            var ann = new Broadcaster("ann", "H264", rig.stage, random).sends(H264, List.of());
            ann.publish();
            rig.run(1000, Pace.NOTHING, ann, rig.now);
            assertThat(rig.sink.video).hasSizeGreaterThan(20);
            assertThat(rig.sink.audio).isEmpty();
        }
        try (var rig = new PipelineRig(directory)) {
            var bob = new Broadcaster("bob", "H264", rig.stage, random).sends(List.of(), OPUS);
            rig.stage.publish(bob.audio);
            rig.run(3000, Pace.SOUND, bob, rig.now);
            assertThat(rig.sink.video).isEmpty();
            assertGapless(rig.sink);
            assertThat(Sounds.onset(rig.sink.sound())).isPositive();
        }
    }

    /// Sound and pictures are made at the same instant, and must be shown so, to within a frame.
    private static void assertInStep(CollectingSink sink) {
        List<Integer> lumas = sink.lumas();
        assertThat(lumas).hasSize(sink.video.size());
        int flash = 0;
        while (lumas.get(flash) < 125) {
            flash++;
        }
        double seen = sink.video.get(flash).pts() / 90_000.0;
        double heard = (Sounds.onset(sink.sound()) + sink.audio.getFirst().pts()) / 48_000.0;
        assertThat(heard - seen).as("seconds of sound behind picture").isBetween(-0.030, 0.030);
    }

    private static void assertOrdered(CollectingSink sink) {
        for (int i = 1; i < sink.video.size(); i++) {
            assertThat(sink.video.get(i).pts()).isGreaterThan(sink.video.get(i - 1).pts());
        }
        for (int i = 1; i < sink.audio.size(); i++) {
            assertThat(sink.audio.get(i).pts())
                    .isGreaterThanOrEqualTo(sink.audio.get(i - 1).pts() + AudioFrame.SAMPLES);
        }
    }

    private static void assertGapless(CollectingSink sink) {
        for (int i = 1; i < sink.audio.size(); i++) {
            assertThat(sink.audio.get(i).pts())
                    .isEqualTo(sink.audio.get(i - 1).pts() + AudioFrame.SAMPLES);
        }
    }

    private static void assertEvenSpacing(List<VideoFrame> video) {
        for (int i = 1; i < video.size(); i++) {
            assertThat(video.get(i).pts() - video.get(i - 1).pts()).isBetween(2_940L, 3_060L);
        }
    }
}
