package io.rostra.streaming.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HlsStreamTest {

    private static final Instant EPOCH = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicInteger playable = new AtomicInteger();
    private final HlsStream stream =
            new HlsStream(HlsConfig.defaults(), EPOCH, playable::incrementAndGet);
    private final PlayerFeed feed = new PlayerFeed(stream, 320, 192);

    @Test
    void isPlayableAfterOneSegmentAndTwoParts() {
        feed.forSeconds(1.4);
        assertThat(playable).hasValue(0);
        feed.forSeconds(0.1);
        assertThat(playable).hasValue(1);
        feed.forSeconds(10);
        assertThat(playable).hasValue(1);
        new PlaylistRules(stream).check();
    }

    @Test
    void cutsAudioAndVideoAtTheSamePlaces() {
        feed.forSeconds(12);
        new PlaylistRules(stream).check();
        DecodedStream.of(stream).hasPictures(9 * 30).hasNoGaps();
    }

    @Test
    void keepsTheRulesAtAnyFrameRate() {
        for (long ticks :
                new long[] {1_500, 3_600, 3_754, 4_500, 5_400, 6_000, 7_500, 9_000, 13_000}) {
            feed.frameTicks(ticks);
            feed.forSeconds(5);
        }
        new PlaylistRules(stream).check();
        DecodedStream.of(stream).hasNoGaps();
    }

    @Test
    void repeatsThePictureOfASlowCamera() {
        feed.forSeconds(3);
        feed.frameTicks(90_000).forSeconds(10);
        feed.frameTicks(3_000).forSeconds(4);
        new PlaylistRules(stream).check();
        feed.close();
        DecodedStream.of(stream)
                .hasPictures(3 * 30 + 9 * 5 + 4 * 30)
                .hasNoGaps()
                .showsInOrder(feed.number() - 1);
    }

    @Test
    void showsBlackWhileTheCameraIsOff() {
        feed.forSeconds(5);
        feed.video(false).forSeconds(8);
        feed.video(true).forSeconds(5);
        new PlaylistRules(stream).check();
        assertThat(stream.renditions().getFirst().playlist().segments())
                .filteredOn(Segment::discontinuity)
                .hasSize(2);
        DecodedStream.of(stream).hasNoGaps();
    }

    @Test
    void fillsUpToTheCamerasReturn() {
        feed.forSeconds(3);
        feed.video(false).forSeconds(5);
        feed.clock(false).forSeconds(1);
        feed.clock(true).video(true).forSeconds(3);
        new PlaylistRules(stream).check();
        DecodedStream.of(stream).hasNoGaps();
    }

    @Test
    void goesLiveWithoutACamera() {
        feed.video(false).forSeconds(8);
        assertThat(playable).hasValue(1);
        new PlaylistRules(stream).check();
        feed.video(true).forSeconds(5);
        new PlaylistRules(stream).check();
        DecodedStream.of(stream).hasNoGaps();
    }

    @Test
    void goesLiveWithoutAMicrophone() {
        feed.audio(false).forSeconds(4);
        assertThat(playable).hasValue(1);
        feed.audio(true).forSeconds(4);
        feed.audio(false).forSeconds(4);
        new PlaylistRules(stream).check();
        DecodedStream.of(stream).hasNoGaps();
    }

    @Test
    void marksANewSourceInAllRenditions() {
        feed.forSeconds(5);
        feed.packager().onDiscontinuity();
        feed.resize(480, 272).forSeconds(5);
        new PlaylistRules(stream).check();
        for (Rendition rendition : stream.renditions()) {
            assertThat(rendition.playlist().segments())
                    .filteredOn(Segment::discontinuity)
                    .hasSize(1);
        }
        DecodedStream.of(stream).hasNoGaps();
    }

    @Test
    void startsANewInitSegmentWhenThePictureSizeChanges() {
        feed.forSeconds(5);
        feed.resize(480, 272).forSeconds(5);
        new PlaylistRules(stream).check();
        assertThat(stream.renditions().getFirst().playlist().segments())
                .extracting(Segment::initUri)
                .contains("video-init-1.mp4", "video-init-2.mp4");
        DecodedStream.of(stream).hasNoGaps();
    }

    @Test
    void endsSegmentsWithoutKeyFramesIfThePublisherSendsNone() {
        feed.ignoreKeyFrameRequests().forSeconds(12);
        new PlaylistRules(stream).check();
        DecodedStream.of(stream).hasPictures(9 * 30).hasNoGaps();
    }

    @Test
    void forgetsWhatHasLeftTheWindow() {
        feed.forSeconds(50);
        MediaPlaylist playlist = stream.renditions().getFirst().playlist();
        long listed = playlist.segments().stream().mapToLong(Segment::duration).sum();
        assertThat(listed).isBetween(30L * 90_000, 33L * 90_000);
        assertThat(stream.renditions().getFirst().file("video-0.m4s")).isNull();
        assertThat(stream.renditions().getFirst().file("video-part-1.m4s")).isNull();
        assertThat(stream.renditions().getFirst().file("video-init-1.mp4")).isNotNull();
        new PlaylistRules(stream).check();
    }

    @Test
    void survivesNonsense() {
        Random random = new Random(1);
        long pts = 0;
        for (int i = 0; i < 20_000; i++) {
            pts += random.nextInt(100) == 0 ? random.nextLong(-1L << 40, 1L << 40) : 3_000;
            byte[] sps = bytes(random, 12);
            byte[] pps = bytes(random, 6);
            var parameters = new H264Parameters(sps, pps, random.nextInt(2_000), 100);
            boolean keyFrame = random.nextInt(10) == 0;
            feed.packager().onVideo(new VideoFrame(bytes(random, 60), pts, keyFrame, parameters));
            feed.packager().onAudio(new AudioFrame(bytes(random, 20), PartRule.toSamples(pts)));
            if (random.nextInt(50) == 0) {
                feed.packager().onDiscontinuity();
            }
            feed.packager().onClock(i * 33_000_000L);
        }
        feed.close();
        new PlaylistRules(stream).checkAlignment();
    }

    private static byte[] bytes(Random random, int atMost) {
        byte[] bytes = new byte[random.nextInt(atMost)];
        random.nextBytes(bytes);
        if (bytes.length > 3 && random.nextBoolean()) {
            java.util.Arrays.fill(bytes, 0, 3, (byte) 0); // a plausible NAL unit length
            bytes[3] = (byte) (bytes.length - 4);
        }
        return bytes;
    }

    @Test
    void endsWithEverythingThatWasFed() {
        feed.forSeconds(5);
        feed.close();
        for (Rendition rendition : stream.renditions()) {
            assertThat(stream.rendered(rendition, MediaPlaylist.Skip.NO).plain().toString())
                    .endsWith("#EXT-X-ENDLIST\n");
        }
        DecodedStream.of(stream).hasPictures(150).hasNoGaps().showsInOrder(149);
    }
}
