package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.container.ContainerFrame;
import io.rostra.streaming.egress.ChunkPlayer.Playing;
import io.rostra.streaming.testing.Sounds;
import io.rostra.streaming.testing.TestCodecs;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/// One publisher's stream over a network with jitter; the test's own time.
class ChunkStreamTest {
    private static final long MILLI = 1_000_000;
    private static final long START = 500_000_000_000L;
    private static final long STEP = 10 * MILLI;
    private static final String VP8 = "video/webm;codecs=\"vp8,opus\"";
    private static final String SOUND = "audio/webm;codecs=opus";

    private final FakeStage stage = new FakeStage();
    private final ChunkPlayer player = new ChunkPlayer();
    private final ChunkStream stream = new ChunkStream(stage, player::take, START);
    private long now = START;

    private Broadcaster broadcaster(String codec, List<TestCodecs.Picture> pictures, int packets) {
        return broadcaster(codec, pictures, i -> i * 1_000 * MILLI / 30, packets);
    }

    private Broadcaster broadcaster(
            String codec,
            List<TestCodecs.Picture> pictures,
            IntToLongFunction takenAt,
            int packets) {
        return new Broadcaster("ada", codec, stage, new Random(7))
                .sends(pictures, takenAt, TestCodecs.opus(Sounds.tone(packets * 960)));
    }

    private static List<TestCodecs.Picture> vp8(int count) {
        return TestCodecs.vp8(320, 240, count, i -> 50 + i % 100);
    }

    private void run(long millis, Broadcaster broadcaster) {
        for (long end = now + millis * MILLI; now < end; now += STEP) {
            broadcaster.send(now - START, now);
            stream.poll(now);
        }
    }

    private static void assertSteady(Playing playing) {
        List<ContainerFrame> sounds = playing.sounds;
        for (int i = 1; i < sounds.size(); i++) {
            long distance = sounds.get(i).timeMicros() - sounds.get(i - 1).timeMicros();
            assertThat(distance).as("sound has no hole").isBetween(19_000L, 21_000L);
        }
        List<ContainerFrame> pictures = playing.pictures;
        for (int i = 1; i < pictures.size(); i++) {
            assertThat(pictures.get(i).timeMicros())
                    .isGreaterThan(pictures.get(i - 1).timeMicros());
        }
    }

    @Test
    void everyFrameIsCopiedInItsTime() {
        List<TestCodecs.Picture> pictures = vp8(90);
        var ada = broadcaster("VP8", pictures, 150);
        stream.show(ada.video, ada.audio);
        run(3_300, ada);

        assertThat(player.types()).containsExactly(VP8);
        Playing playing = player.last();
        assertThat(playing.pictures).extracting(ContainerFrame::data).hasSize(90);
        for (int i = 0; i < 90; i++) {
            assertThat(playing.pictures.get(i).data()).isEqualTo(pictures.get(i).data());
            assertThat(playing.pictures.get(i).timeMicros())
                    .isBetween(i * 1_000_000L / 30 - 40_000, i * 1_000_000L / 30 + 40_000);
        }
        assertSteady(playing);
        assertThat(playing.sounds).hasSizeGreaterThan(145);
        assertThat(playing.chunks.getFirst().keyFrame()).isTrue();
        assertThat(playing.chunks).hasSizeBetween(25, 40);
    }

    @Test
    void h264GoesIntoMp4() {
        List<TestCodecs.Picture> pictures = TestCodecs.h264(320, 240, 60, i -> 50 + i);
        var ada = broadcaster("H264", pictures, 100);
        stream.show(ada.video, ada.audio);
        run(2_300, ada);

        assertThat(player.types()).hasSize(1);
        assertThat(player.last().type).matches("video/mp4;codecs=\"avc1\\.42[0-9a-f]{4},opus\"");
        assertThat(player.last().pictures).hasSize(60);
        assertSteady(player.last());
    }

    @Test
    void silenceStandsInForAMicrophoneThatIsNotThere() {
        var ada = broadcaster("VP8", vp8(60), 1);
        stream.show(ada.video, null);
        run(2_300, ada);

        assertThat(player.types()).containsExactly(VP8);
        assertThat(player.last().sounds).hasSizeGreaterThan(100);
        assertSteady(player.last());
        assertThat(player.last().sounds)
                .extracting(ContainerFrame::data)
                .allMatch(d -> d.length == 3);
    }

    @Test
    void withoutACameraThereIsSound() {
        var ada = broadcaster("VP8", List.of(), 100);
        stream.show(null, ada.audio);
        run(2_300, ada);

        assertThat(player.types()).containsExactly(SOUND);
        assertThat(player.last().sounds).hasSizeGreaterThan(75);
        assertThat(player.last().chunks).allMatch(ChunkEgress.Chunk::keyFrame);
        assertSteady(player.last());
    }

    @Test
    void whenTheCameraStopsTheSoundGoesOnAloneAndThePictureComesBack() {
        // 5 s of darkness after the 45th picture.
        var ada =
                broadcaster(
                        "VP8",
                        vp8(120),
                        i -> i * 1_000 * MILLI / 30 + (i < 45 ? 0 : 5_000 * MILLI),
                        500);
        stream.show(ada.video, ada.audio);
        run(6_000, ada);
        assertThat(player.types()).containsExactly(VP8, SOUND);

        stage.keyFrameRequests.clear();
        run(800, ada);
        assertThat(stage.keyFrameRequests).as("what goes on has to begin").isNotEmpty();
        run(2_200, ada);
        assertThat(player.types()).containsExactly(VP8, SOUND, VP8);
        assertThat(player.last().pictures.getFirst().keyFrame()).isTrue();
        player.beginnings.forEach(ChunkStreamTest::assertSteady);
    }

    @Test
    void aPictureASecondIsAPictureAllTheSame() {
        var ada = broadcaster("VP8", vp8(9), i -> i * 1_000 * MILLI, 500);
        stream.show(ada.video, ada.audio);
        run(9_000, ada);

        assertThat(player.types()).containsExactly(VP8);
        assertThat(player.last().pictures).hasSize(9);
        assertSteady(player.last());
    }

    @Test
    void aKeyFrameIsAskedForOnTheClockAndForNewcomers() {
        var ada = broadcaster("VP8", vp8(300), 500);
        stream.show(ada.video, ada.audio);
        run(1_000, ada);
        stage.keyFrameRequests.clear();
        run(2_500, ada);
        assertThat(stage.keyFrameRequests).isEmpty();

        stream.requestKeyFrame();
        run(100, ada);
        assertThat(stage.keyFrameRequests).hasSize(1);
        stage.keyFrameRequests.clear();
        run(2_000, ada);
        assertThat(stage.keyFrameRequests).isNotEmpty();
    }

    @Test
    void aStreamThatFindsNoRoomBeginsAnewWithAKeyFrame() {
        boolean[] full = {false};
        var refusing = new ChunkStream(stage, chunk -> !full[0] && player.take(chunk), START);
        var ada = broadcaster("VP8", vp8(300), 500);
        refusing.show(ada.video, ada.audio);
        for (int i = 0; i < 600; i++, now += STEP) {
            full[0] = i > 100 && i < 200;
            ada.send(now - START, now);
            refusing.poll(now);
        }

        assertThat(player.types()).hasSizeGreaterThan(1);
        player.beginnings.forEach(playing -> {
            if (!playing.pictures.isEmpty()) {
                assertThat(playing.pictures.getFirst().keyFrame()).isTrue();
            }
        });
    }
}
