package io.rostra.streaming.egress.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.egress.hls.DecodedStream;
import io.rostra.streaming.egress.hls.HlsConfig;
import io.rostra.streaming.egress.hls.HlsStream;
import io.rostra.streaming.egress.hls.PlayerFeed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

    private static final long PLENTY = 1L << 40;

    @TempDir Path directory;

    private final RecordedOutcome outcome = new RecordedOutcome();
    private final AtomicLong free = new AtomicLong(PLENTY);
    private Path file;
    private Recorder recorder;

    @BeforeEach
    void record() {
        file = directory.resolve("r.mp4");
        var config = new RecordingConfig(directory, 1_000_000);
        recorder = new Recorder(file, config, free::get, outcome);
    }

    @Test
    void becomesAPlainMovieOfAllThatWasShown() throws Exception {
        var feed = new PlayerFeed(recorder, 320, 192);
        feed.forSeconds(6);
        feed.close();
        RecordedOutcome.End end = outcome.await();
        assertThat(end.failure()).isNull();
        assertThat(end.durationMillis()).isBetween(5_950L, 6_050L);
        assertThat(end.bytes()).isEqualTo(Files.size(file));
        assertThat(outcome.calls).containsExactly("begun 320x192", "finishing", "finished");
        assertThat(boxes()).containsExactly("ftyp", "mdat", "moov");
        DecodedStream movie = DecodedStream.of(file);
        movie.hasPictures(180).hasNoGaps().showsInOrder(179);
        assertThat(movie.video().getFirst().pts()).isZero();
    }

    @Test
    void beginsWithASegmentOfAStreamThatRunsAlready() throws Exception {
        var audience = new HlsStream(HlsConfig.defaults(), Instant.EPOCH, () -> {});
        var feed = new PlayerFeed(audience, 320, 192);
        feed.forSeconds(4.1);
        feed.packager().join(recorder);
        feed.forSeconds(5);
        feed.packager().leave(recorder);
        feed.forSeconds(1);
        RecordedOutcome.End end = outcome.await();
        assertThat(end.durationMillis()).isBetween(3_200L, 5_000L);
        DecodedStream movie = DecodedStream.of(file).hasNoGaps();
        assertThat(movie.video().getFirst().pts()).isZero();
        assertThat(movie.video().getFirst().number()).isGreaterThan(4 * 30);
        assertThat(movie.audio().getFirst().pts()).isBetween(0L, 1_024L);
    }

    @Test
    void leavesPausesOut() throws Exception {
        var feed = new PlayerFeed(recorder, 320, 192);
        feed.forSeconds(4);
        recorder.pause();
        feed.forSeconds(10);
        recorder.resume();
        feed.forSeconds(6);
        feed.close();
        assertThat(outcome.await().durationMillis()).isBetween(8_000L, 12_000L);
        DecodedStream movie = DecodedStream.of(file);
        List<DecodedStream.Unit> video = movie.video();
        assertThat(video).allMatch(DecodedStream.Unit::decoded);
        for (int i = 1; i < video.size(); i++) {
            assertThat(video.get(i).pts() - video.get(i - 1).pts()).isBetween(2_970L, 3_060L);
        }
        assertThat(video.getLast().number()).isEqualTo(599);
        List<DecodedStream.Unit> audio = movie.audio();
        for (int i = 1; i < audio.size(); i++) {
            assertThat(audio.get(i).pts() - audio.get(i - 1).pts()).isBetween(1_024L, 2_048L);
        }
        assertThat(audio.getLast().pts() / 48.0)
                .isBetween(video.getLast().pts() / 90.0 - 60, video.getLast().pts() / 90.0 + 60);
    }

    @Test
    void goesOnWhenThePictureSizeChanges() throws Exception {
        var feed = new PlayerFeed(recorder, 320, 192);
        feed.forSeconds(4);
        feed.packager().onDiscontinuity();
        feed.resize(480, 272).forSeconds(4);
        feed.close();
        assertThat(outcome.await().failure()).isNull();
        DecodedStream.of(file).hasPictures(235).hasNoGaps();
    }

    @Test
    void playsUpToTheLastFragmentWhereverItWasCut() throws Exception {
        var feed = new PlayerFeed(recorder, 320, 192);
        feed.forSeconds(5);
        while (recorder.bytes() == 0 || recorder.bytes() != Files.size(file)) {
            Thread.onSpinWait();
        }
        byte[] growing = Files.readAllBytes(file);
        feed.close();
        outcome.await();
        Path cut = directory.resolve("cut.mp4");
        var random = new Random(1);
        int played = 0;
        for (int i = 0; i < 60; i++) {
            int length = random.nextInt(growing.length + 1);
            Files.write(cut, java.util.Arrays.copyOf(growing, length));
            Recorder.Repaired repaired = Recorder.repair(cut);
            if (repaired == null) {
                assertThat(length).isLessThan(20_000);
                continue;
            }
            assertThat(repaired.durationMillis()).isPositive();
            assertThat(Recorder.repair(cut)).as("repaired twice").isEqualTo(repaired);
            if (i % 6 == 0 && repaired.durationMillis() > 500) {
                DecodedStream.of(cut).hasNoGaps();
                played++;
            }
        }
        assertThat(played).isGreaterThan(3);
    }

    @Test
    void survivesDamage() throws Exception {
        var feed = new PlayerFeed(recorder, 320, 192);
        feed.forSeconds(3);
        feed.close();
        outcome.await();
        byte[] good = Files.readAllBytes(file);
        Path damaged = directory.resolve("damaged.mp4");
        var random = new Random(2);
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            for (int n = 0; n < 5; n++) {
                bad[random.nextInt(i % 2 == 0 ? 1_200 : bad.length)] = (byte) random.nextInt();
            }
            Files.write(damaged, bad);
            Recorder.repair(damaged); // a repaired file or null, but no exception
        }
        Files.write(damaged, new byte[0]);
        assertThat(Recorder.repair(damaged)).isNull();
    }

    @Test
    void endsInTimeWhenTheDiskFillsUp() throws Exception {
        var feed = new PlayerFeed(recorder, 320, 192);
        feed.forSeconds(4);
        free.set(999_999);
        feed.forSeconds(4);
        RecordedOutcome.End end = outcome.await();
        assertThat(end.failure()).contains("disk").contains("MB");
        assertThat(end.durationMillis()).isBetween(3_000L, 8_000L);
        DecodedStream.of(file).hasNoGaps();
        feed.close();
    }

    @Test
    void saysThatNothingCame() throws Exception {
        var feed = new PlayerFeed(recorder, 320, 192);
        feed.packager().leave(recorder);
        assertThat(outcome.await().failure()).contains("Nothing");
        assertThat(outcome.calls).containsExactly("failed");
        feed.close();
    }

    @Test
    void failsWhenTheFileCannotBeMade() throws Exception {
        var lost = new RecordedOutcome();
        var config = new RecordingConfig(directory, 0);
        var unwritable =
                new Recorder(directory.resolve("no/such/folder/r.mp4"), config, free::get, lost);
        var feed = new PlayerFeed(unwritable, 320, 192);
        feed.forSeconds(2);
        assertThat(lost.await().failure()).contains("could not be written");
        feed.close();
    }

    /// Types of the boxes at the top of the file.
    private List<String> boxes() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        var types = new ArrayList<String>();
        while (bytes.hasRemaining()) {
            int at = bytes.position();
            long length = bytes.getInt();
            byte[] type = new byte[4];
            bytes.get(type);
            types.add(new String(type, StandardCharsets.US_ASCII));
            if (length == 1) {
                length = bytes.getLong();
            }
            bytes.position((int) (at + length));
        }
        return types;
    }
}
