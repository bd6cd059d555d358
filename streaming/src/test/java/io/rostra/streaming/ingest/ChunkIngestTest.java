package io.rostra.streaming.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.Depacketizer;
import io.rostra.sfu.Router;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.SfuConfig;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.streaming.frames.FrameTap;
import io.rostra.streaming.testing.Recordings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Recordings of Chromium, in its own chunks, become tracks of a router.
class ChunkIngestTest {
    private static final long DEADLINE_NANOS = Duration.ofSeconds(20).toNanos();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Map<MediaKind, List<AccessUnit>> frames = new ConcurrentHashMap<>();
    private final List<FrameTap> taps = new CopyOnWriteArrayList<>();
    private Sfu sfu;
    private Router room;
    private ChunkIngest ingest;

    private final ChunkIngest.Listener listener =
            new ChunkIngest.Listener() {
                @Override
                public void onTrackPublished(PublishedTrack track) {
                    told.add("published " + track.codecName());
                    List<AccessUnit> units =
                            frames.computeIfAbsent(track.kind(), _ -> new CopyOnWriteArrayList<>());
                    var tap =
                            new FrameTap(
                                    Depacketizer.forCodec(track.codecName()),
                                    Duration.ZERO,
                                    new Output(units));
                    taps.add(tap);
                    track.addTap(tap);
                }

                @Override
                public void onTrackUnpublished(PublishedTrack track) {
                    told.add("unpublished " + track.codecName());
                }

                @Override
                public void onKeyFrameWanted() {
                    told.add("key frame");
                }

                @Override
                public void onRestartWanted() {
                    told.add("restart");
                }

                @Override
                public void onProblem(String sentence) {
                    told.add(sentence);
                }
            };

    private record Output(List<AccessUnit> units) implements FrameTap.Output {
        @Override
        public void onAccessUnit(AccessUnit unit, long arrivalNanos) {
            units.add(unit);
        }

        @Override
        public void onSenderReport(long ntpTime, int rtpTimestamp, long arrivalNanos) {}

        @Override
        public void onSourceChanged() {}
    }

    @BeforeEach
    void open() throws IOException {
        sfu = Sfu.start(new SfuConfig(0, 1, List.of()));
        room = sfu.openRouter("room");
        ingest = onLoop(() -> new ChunkIngest(room, "ann", listener));
    }

    @AfterEach
    void close() {
        sfu.close();
        assertThat(sfu.failedTasks()).isZero();
    }

    @Test
    void webmOfVp8BecomesTwoTracksWithEveryFrame() {
        feed(chunks("chromium-vp8-opus.webm"), true);

        await(MediaKind.VIDEO, 29);
        await(MediaKind.AUDIO, 38);
        assertThat(told).containsExactlyInAnyOrder("published VP8", "published opus");
        assertThat(frames.get(MediaKind.VIDEO).stream().filter(AccessUnit::keyFrame)).hasSize(3);
        // As recorded: 2,129 ms of video.
        assertThat(span(MediaKind.VIDEO) / 90).isBetween(2_127L, 2_131L);
    }

    @Test
    void mp4OfH264ComesWithItsParameterSets() {
        feed(chunks("chromium-h264-opus.mp4"), true);

        await(MediaKind.VIDEO, 35);
        assertThat(frames.get(MediaKind.VIDEO).getFirst().parameterSets()).isNotNull();
        assertThat(told).containsExactlyInAnyOrder("published H264", "published opus");
    }

    @Test
    void webmOfH264IsFoundWithoutAMark() {
        feed(chunks("chromium-h264-opus.webm"), false);

        await(MediaKind.VIDEO, 35);
    }

    @Test
    void framesOfOneChunkGoOutAtTheirPace() {
        List<byte[]> chunks = chunks("chromium-vp8-opus.webm");
        long start = System.nanoTime();
        for (byte[] chunk : chunks) {
            feed(List.of(chunk), chunk == chunks.getFirst());
        }
        // The first 1.5 s of pictures came at once; they do not all leave at once. A chunk that is
        // early is not held against its own time.
        await(MediaKind.AUDIO, 38);
        assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(1_800).toNanos());
    }

    @Test
    void aRecorderThatBeginsAnewGoesOnWithTheSameTracks() {
        feed(chunks("chromium-vp8-opus.webm"), true);
        await(MediaKind.VIDEO, 29);
        feed(chunks("chromium-vp8-opus.webm"), true);
        await(MediaKind.VIDEO, 58);

        assertThat(told).containsExactlyInAnyOrder("published VP8", "published opus");
        List<AccessUnit> video = frames.get(MediaKind.VIDEO);
        for (int i = 1; i < video.size(); i++) {
            assertThat(video.get(i).timestamp() - video.get(i - 1).timestamp()).isPositive();
        }
    }

    @Test
    void anotherCodecBringsAnotherTrack() {
        feed(chunks("chromium-vp8-opus.webm"), true);
        await(MediaKind.VIDEO, 29);
        feed(chunks("chromium-h264-opus.webm"), true);
        await(MediaKind.VIDEO, 64);

        assertThat(told)
                .containsSubsequence("published VP8", "unpublished VP8", "published H264")
                .containsOnlyOnce("published opus");
    }

    @Test
    void saysWhatIsWrongAndTakesTheSoundAnyway() {
        feed(chunks("chromium-vp9-opus.webm"), true);

        await(MediaKind.AUDIO, 38);
        assertThat(told)
                .containsExactly("The video is coded as VP9; use vp8 or h264.", "published opus");
    }

    @Test
    void damageIsReportedOnceAndANewBeginningHelps() {
        List<byte[]> chunks = chunks("chromium-vp8-opus.webm");
        feed(List.of(chunks.get(0), chunks.get(1), new byte[100], chunks.get(4)), true);
        assertThat(told).containsOnlyOnce("restart");
        assertThat(told.stream().filter(line -> line.contains("start the recorder anew")))
                .hasSize(1);

        feed(chunks, true);
        await(MediaKind.VIDEO, 29);
    }

    @Test
    void otherBytesAreRefusedInWords() {
        feed(List.of("GIF89a, say".getBytes(StandardCharsets.US_ASCII)), true);
        assertThat(told.getFirst()).startsWith("The media begins neither as WebM nor");
    }

    @Test
    void closingTakesTheTracksBack() {
        feed(chunks("chromium-vp8-opus.webm"), true);
        await(MediaKind.VIDEO, 5);
        onLoop(() -> {
            ingest.close();
            return true;
        });
        assertThat(told).contains("unpublished VP8", "unpublished opus");
    }

    private void feed(List<byte[]> chunks, boolean init) {
        for (int i = 0; i < chunks.size(); i++) {
            byte[] chunk = chunks.get(i);
            boolean first = init && i == 0;
            onLoop(() -> {
                ingest.onChunk(chunk, first);
                return true;
            });
        }
    }

    private long span(MediaKind kind) {
        List<AccessUnit> units = frames.get(kind);
        return units.getLast().timestamp() - units.getFirst().timestamp();
    }

    private void await(MediaKind kind, int count) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (frames.getOrDefault(kind, List.of()).size() < count) {
            assertThat(System.nanoTime())
                    .as(kind + " has " + frames.getOrDefault(kind, List.of()).size())
                    .isLessThan(deadline);
            taps.forEach(tap -> tap.poll(System.nanoTime()));
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(frames.get(kind)).hasSizeGreaterThanOrEqualTo(count);
    }

    private <T> T onLoop(Supplier<T> supplier) {
        return room.loop().call(supplier).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static List<byte[]> chunks(String name) {
        byte[] bytes = Recordings.bytes(name);
        String lengths = new String(Recordings.bytes(name + ".chunks"), StandardCharsets.US_ASCII);
        var chunks = new ArrayList<byte[]>();
        int at = 0;
        for (String line : lengths.strip().split("\n")) {
            int length = Integer.parseInt(line);
            chunks.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return chunks;
    }
}
