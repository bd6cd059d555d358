package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.egress.PipelineRig.Pace;
import io.rostra.streaming.egress.TileLayout.Place;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.VideoFrame;
import io.rostra.streaming.testing.Sounds;
import io.rostra.streaming.testing.TestCodecs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RTP of two broadcasters in, one picture and one sound out, with a real worker. At 2 s ann's
/// picture turns from dark to bright and her tone begins; bob's picture stays as it is.
class CompositeTest {

    private static final int SECONDS = 4;
    private static final CompositeConfig SMALL =
            new CompositeConfig(
                    true, CompositeLook.DEFAULT.withSize(640, 360), 9, new CompositeBudget(100));

    @TempDir static Path directory;

    private static final List<byte[]> TONE =
            TestCodecs.opus(Sounds.toneFrom(2 * 48_000, SECONDS * 48_000));
    private static final List<byte[]> LATER_TONE =
            TestCodecs.opus(Sounds.toneFrom(3 * 48_000, SECONDS * 48_000));
    private static final List<TestCodecs.Picture> H264 =
            TestCodecs.h264(640, 360, SECONDS * 30, n -> n < 60 ? 50 : 200);
    private static final List<TestCodecs.Picture> VP8 =
            TestCodecs.vp8(320, 240, SECONDS * 30, _ -> 120);

    private final Random random = new Random(7);

    @Test
    void showsBothSideBySideInStepWithTheirSound() {
        try (var rig = new PipelineRig(directory, SMALL)) {
            var ann = new Broadcaster("ann", "H264", rig.stage, random).sends(H264, TONE);
            var bob = new Broadcaster("bob", "VP8", rig.stage, random).sends(VP8, LATER_TONE);
            ann.publish();
            bob.publish();
            rig.run(SECONDS * 1000, Pace.SOUND_AND_PICTURES, List.of(ann, bob), rig.now);

            assertThat(rig.sink.video.size()).isBetween(100, 125);
            assertThat(rig.sink.video).allMatch(frame -> frame.parameters().width() == 640);
            assertThat(rig.sink.discontinuities).isEmpty();
            assertOrdered(rig.sink);
            List<Integer> left = rig.sink.lumasAt(0.25, 0.5);
            List<Integer> right = rig.sink.lumasAt(0.75, 0.5);
            assertThat(left.get(45)).isBetween(40, 60);
            assertThat(rig.sink.lumasAt(0.4985, 0.5).getLast())
                    .as("between the tiles")
                    .isLessThan(100);
            assertThat(left.getLast()).isBetween(190, 210);
            assertThat(right.get(45)).isBetween(110, 130);
            assertThat(right.getLast()).isBetween(110, 130);
            int flash = 0;
            while (left.get(flash) < 125) {
                flash++;
            }
            float[] sound = rig.sink.sound();
            double seen = rig.sink.video.get(flash).pts() / 90_000.0;
            double heard = (Sounds.onset(sound) + rig.sink.audio.getFirst().pts()) / 48_000.0;
            assertThat(heard - seen).as("seconds of sound behind picture").isBetween(-0.06, 0.06);
            int end = sound.length;
            assertThat(Sounds.loudness(sound, end - 12_000, end - 4_800))
                    .as("both tones")
                    .isGreaterThan(1.3f * Sounds.loudness(sound, end - 60_000, end - 50_000));
        }
    }

    /// Brightness up to 255 becomes brightness up to 235.
    @Test
    void showsPicturesOfFullRange() {
        try (var rig = new PipelineRig(directory, SMALL)) {
            List<TestCodecs.Picture> bright = TestCodecs.h264(640, 360, 2 * 30, true, _ -> 200);
            var ann = new Broadcaster("ann", "H264", rig.stage, random).sends(bright, TONE);
            var bob = new Broadcaster("bob", "VP8", rig.stage, random).sends(VP8, LATER_TONE);
            ann.publish();
            bob.publish();
            rig.run(1_900, Pace.SOUND_AND_PICTURES, List.of(ann, bob), rig.now);
            assertThat(rig.sink.lumasAt(0.25, 0.5).getLast()).isBetween(180, 196);
        }
    }

    @Test
    void composesWhileThereAreTwoAndCopiesAgainWhenOneIsLeft() {
        try (var rig = new PipelineRig(directory, SMALL)) {
            var ann = new Broadcaster("ann", "H264", rig.stage, random).sends(H264, TONE);
            var bob = new Broadcaster("bob", "VP8", rig.stage, random).sends(VP8, LATER_TONE);
            ann.publish();
            long start = rig.now;
            rig.run(1_000, Pace.SOUND, List.of(ann), start);
            int alone = rig.sink.video.size();
            assertThat(alone).isGreaterThan(20);
            bob.publish();
            // Their tiles wait for key frames, which come every second.
            rig.run(1_800, Pace.SOUND_AND_PICTURES, List.of(ann, bob), start);
            assertThat(rig.sink.discontinuities).hasSize(1);
            VideoFrame first = rig.sink.video.get(rig.sink.discontinuities.getFirst());
            assertThat(first.keyFrame()).isTrue();
            assertThat(rig.sink.lumasAt(0.75, 0.5).getLast()).isBetween(110, 130);
            bob.leave();
            rig.run(1_100, Pace.SOUND, List.of(ann), start);

            assertThat(rig.stage.isTapped(bob.video)).isFalse();
            assertThat(rig.stage.isTapped(ann.video)).isTrue();
            assertOrdered(rig.sink);
            for (int i = 1; i < rig.sink.audio.size(); i++) {
                assertThat(rig.sink.audio.get(i).pts())
                        .isEqualTo(rig.sink.audio.get(i - 1).pts() + AudioFrame.SAMPLES);
            }
        }
    }

    @Test
    void goesOnAfterTheWorkerWasKilled() {
        try (var rig = new PipelineRig(directory, SMALL)) {
            var ann = new Broadcaster("ann", "VP8", rig.stage, random).sends(VP8, TONE);
            var bob = new Broadcaster("bob", "VP8", rig.stage, random).sends(VP8, LATER_TONE);
            ann.publish();
            bob.publish();
            long start = rig.now;
            rig.run(1_000, Pace.SOUND_AND_PICTURES, List.of(ann, bob), start);
            int before = rig.sink.video.size();
            long pid = rig.pipeline.workerPid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            PipelineRig.await(
                    () -> {
                        rig.pipeline.poll(rig.now);
                        return rig.pipeline.workerRuns() && rig.pipeline.workerPid() != pid;
                    },
                    "another worker");
            rig.run(500, Pace.NOTHING, List.of(ann, bob), start);
            rig.run(1_000, Pace.SOUND_AND_PICTURES, List.of(ann, bob), start);
            assertThat(rig.sink.video.size()).isGreaterThan(before + 20);
            assertThat(rig.stage.keyFrameRequests).contains("ann-v", "bob-v");
            assertThat(rig.sink.discontinuities).hasSize(1);
            assertOrdered(rig.sink);
        }
    }

    @Test
    void smallerSizesHaveTheSamePicturesAndKeyFrames() {
        try (var rig = new PipelineRig(directory, SMALL)) {
            var ann = new Broadcaster("ann", "H264", rig.stage, random).sends(H264, TONE);
            var bob = new Broadcaster("bob", "VP8", rig.stage, random).sends(VP8, LATER_TONE);
            ann.publish();
            bob.publish();
            long start = rig.now;
            rig.run(1_500, Pace.SOUND_AND_PICTURES, List.of(ann, bob), start);
            rig.pipeline.onKeyFrameRequest();
            rig.run(1_000, Pace.SOUND_AND_PICTURES, List.of(ann, bob), start);

            for (int layer = 1; layer <= 2; layer++) {
                List<VideoFrame> smaller = rig.sink.layers.get(layer - 1);
                assertThat(smaller.getFirst().parameters().width())
                        .isEqualTo(layer == 1 ? 320 : 426);
                int last = Math.min(smaller.size(), rig.sink.video.size());
                assertThat(last).isGreaterThan(50);
                for (int i = 0; i < last; i++) {
                    assertThat(smaller.get(i).pts()).isEqualTo(rig.sink.video.get(i).pts());
                    assertThat(smaller.get(i).keyFrame())
                            .isEqualTo(rig.sink.video.get(i).keyFrame());
                }
                assertThat(smaller.stream().filter(VideoFrame::keyFrame).count()).isEqualTo(2);
            }
            bob.leave();
            rig.run(100, Pace.NOTHING, List.of(ann), start);
            assertThat(rig.sink.layerChanges).endsWith(1, 2);
        }
    }

    /// A tile that needs a quarter of the picture takes the middle layer, as long as that flows.
    @Test
    void aSmallTileTakesASmallerLayer() {
        var tiny =
                new CompositeConfig(
                        true,
                        CompositeLook.DEFAULT.withSize(320, 180),
                        9,
                        new CompositeBudget(100));
        List<TestCodecs.Picture> layer = TestCodecs.h264(320, 180, SECONDS * 30, _ -> 150);
        List<TestCodecs.Picture> dark = TestCodecs.h264(640, 360, SECONDS * 30, _ -> 50);
        try (var rig = new PipelineRig(directory, tiny)) {
            var ann =
                    new Broadcaster("ann", "H264", rig.stage, random)
                            .sends(dark, TONE)
                            .sendsLayer(2, layer, 1_000);
            var bob = new Broadcaster("bob", "VP8", rig.stage, random).sends(VP8, LATER_TONE);
            ann.publish();
            bob.publish();
            long start = rig.now;
            rig.run(900, Pace.SOUND_AND_PICTURES, List.of(ann, bob), start);
            assertThat(rig.stage.isTapped(ann.video)).isTrue();
            assertThat(rig.stage.isTapped(ann.video, 2)).isTrue();
            assertThat(rig.sink.lumasAt(0.25, 0.4).getLast()).isBetween(40, 60);
            rig.run(1_100, Pace.SOUND_AND_PICTURES, List.of(ann, bob), start);
            assertThat(rig.stage.isTapped(ann.video)).as("the best layer").isFalse();
            assertThat(rig.stage.keyFrameRequests).contains(FakeStage.layer("ann-v", 2));
            assertThat(rig.sink.lumasAt(0.25, 0.4).getLast()).isBetween(140, 160);
            ann.stopLayers();
            rig.run(1_900, Pace.SOUND_AND_PICTURES, List.of(ann, bob), start);
            assertThat(rig.stage.isTapped(ann.video)).as("the best layer").isTrue();
            assertThat(rig.sink.lumasAt(0.25, 0.4).getLast()).isBetween(40, 60);
        }
    }

    @Test
    void aLayerIsChosenByHowMuchOfThePictureATileNeeds() {
        assertThat(TileFeed.layerFor(new Place(0, 0, 638, 358), 1280, 720)).isEqualTo(2);
        assertThat(TileFeed.layerFor(new Place(0, 0, 256, 192), 1280, 720)).isEqualTo(1);
        assertThat(TileFeed.layerFor(new Place(0, 0, 638, 720), 1280, 720)).isEqualTo(3);
        assertThat(TileFeed.layerFor(new Place(0, 0, 638, 358), 0, 0)).isEqualTo(3);
    }

    @Test
    void namesAreWrittenAndInitialsStandForAPictureThatIsMissing() {
        try (var rig = new PipelineRig(directory, SMALL)) {
            var ann = new Broadcaster("ann", "H264", rig.stage, random).sends(H264, TONE);
            var bob = new Broadcaster("bob", "VP8", rig.stage, random).sends(List.of(), TONE);
            ann.publish();
            bob.publish();
            rig.pipeline.onRoomLook(new RoomLook(null, Map.of("bob", "Bob", "ann", "Ann")));
            long start = rig.now;
            rig.run(1_900, Pace.SOUND_AND_PICTURES, List.of(ann, bob), start);
            // The disc is coloured, the panel around it dark.
            assertThat(rig.sink.lumasAt(0.75, 0.35).getLast()).isBetween(80, 160);
            assertThat(rig.sink.lumasAt(0.55, 0.10).getLast()).isBetween(40, 65);
            // Behind a name the picture is darker than elsewhere.
            assertThat(rig.sink.lumasAt(0.027, 0.945).getLast()).isLessThan(36);
        }
    }

    private static void assertOrdered(CollectingSink sink) {
        for (int i = 1; i < sink.video.size(); i++) {
            assertThat(sink.video.get(i).pts()).isGreaterThan(sink.video.get(i - 1).pts());
        }
    }
}
