package io.rostra.streaming.egress.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.streaming.egress.hls.DecodedStream;
import io.rostra.streaming.egress.hls.HlsConfig;
import io.rostra.streaming.egress.hls.HlsStream;
import io.rostra.streaming.egress.hls.PlayerFeed;
import io.rostra.streaming.worker.WorkerConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With real children.
class MovieToolTest {

    @TempDir static Path workers;

    @TempDir Path directory;

    private MovieTool tool;
    private Path movie;

    @BeforeEach
    void prepare() {
        tool = new MovieTool(new WorkerConfig(workers));
        movie = directory.resolve("r.mp4");
    }

    private void record(int seconds) throws Exception {
        var outcome = new RecordedOutcome();
        var recorder = new Recorder(movie, new RecordingConfig(directory, 0), outcome);
        var feed = new PlayerFeed(recorder, 320, 192);
        feed.forSeconds(seconds);
        feed.close();
        assertThat(outcome.await().failure()).isNull();
    }

    @Test
    void copiesAPartFromTheKeyFrameInFrontOfIt() throws Exception {
        record(9);
        Path result = directory.resolve("clip.mp4");
        MovieTool.Clip clip =
                tool.clip(result, Duration.ofMillis(4_500), Duration.ofSeconds(7), List.of(movie));
        assertThat(clip.width()).isEqualTo(320);
        assertThat(clip.height()).isEqualTo(192);
        assertThat(clip.duration().toMillis()).isBetween(2_400L, 5_000L);
        DecodedStream played = DecodedStream.of(result).hasNoGaps();
        List<DecodedStream.Unit> video = played.video();
        assertThat(video).allMatch(DecodedStream.Unit::decoded);
        assertThat(video.getFirst().pts()).isZero();
        assertThat(video.getFirst().number()).isBetween(60, 135);
        assertThat(video.getLast().number()).isBetween(205, 210);
        assertThat(played.audio().getFirst().pts()).isBetween(0L, 1_100L);
    }

    @Test
    void copiesTheNewestPartOfALiveStream() throws Exception {
        var live = new HlsStream(HlsConfig.defaults(), Instant.EPOCH, () -> {});
        Path video = directory.resolve("video");
        Path audio = directory.resolve("audio");
        try (var feed = new PlayerFeed(live, 320, 192)) {
            assertThat(live.saveLast(Duration.ofSeconds(4), video, audio)).isFalse();
            feed.forSeconds(11);
            assertThat(live.saveLast(Duration.ofSeconds(4), video, audio)).isTrue();
        }
        Path result = directory.resolve("clip.mp4");
        MovieTool.Clip clip =
                tool.clip(
                        result,
                        Duration.ZERO,
                        Duration.ofMillis(Long.MAX_VALUE),
                        List.of(video, audio));
        assertThat(clip.duration().toMillis()).isBetween(3_900L, 6_500L);
        DecodedStream played = DecodedStream.of(result).hasNoGaps();
        assertThat(played.video()).allMatch(DecodedStream.Unit::decoded);
        assertThat(played.video().getFirst().pts()).isZero();
        assertThat(played.video().getLast().number()).isGreaterThan(260);
        assertThat(played.audio()).hasSizeGreaterThan(150);
    }

    @Test
    void makesPicturesOfWhatIsShown() throws Exception {
        record(4);
        Path early = directory.resolve("1.jpg");
        Path late = directory.resolve("2.jpg");
        tool.stills(movie, 160, Map.of(Duration.ofSeconds(1), early, Duration.ofSeconds(60), late));
        for (Path still : List.of(early, late)) {
            BufferedImage picture = ImageIO.read(still.toFile());
            assertThat(picture.getWidth()).isEqualTo(160);
            assertThat(picture.getHeight()).isEqualTo(96);
        }
        assertThat(early).isNotEmptyFile();
    }

    @Test
    void saysWhyItCannot() {
        assertThatThrownBy(() -> tool.stills(movie, 160, Map.of(Duration.ZERO, movie)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("movie");
    }
}
