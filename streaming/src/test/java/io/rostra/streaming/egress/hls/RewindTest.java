package io.rostra.streaming.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewindTest {

    private static final HlsConfig CONFIG = HlsConfig.defaults().withWindow(Duration.ofSeconds(45));

    @TempDir Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    private HlsStream stream(long minFreeBytes) {
        return new HlsStream(
                CONFIG,
                Instant.EPOCH,
                id -> new RewindStore(directory.resolve(id), minFreeBytes),
                () -> {});
    }

    @Test
    void servesTheWholeWindowAndKeepsOnlyItsEndInMemory() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var origin = new HlsOrigin(vertx);
            Router router = Router.router(vertx);
            origin.mount(router);
            HttpServer server =
                    vertx.createHttpServer()
                            .requestHandler(router)
                            .listen(0, "127.0.0.1")
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
            HlsStream stream = stream(0);
            origin.add(stream);
            var feed = new PlayerFeed(CONFIG, stream, 160, 96);
            for (int i = 0; i < 8; i++) {
                feed.forSeconds(5);
                Thread.sleep(20); // the disk is written on another thread
            }
            new PlaylistRules(stream).check();
            String base = "http://127.0.0.1:" + server.actualPort() + "/hls/" + stream.id() + "/";
            for (Rendition rendition : stream.renditions()) {
                MediaPlaylist playlist = rendition.playlist();
                assertThat(playlist.segments().getFirst().number()).isZero();
                assertThat(playlist.segments()).noneMatch(Segment::gap);
                long inMemory =
                        playlist.segments().stream()
                                .filter(segment -> rendition.file(segment.uri()) != null)
                                .mapToLong(Segment::duration)
                                .sum();
                assertThat(inMemory / (double) playlist.settings().timescale())
                        .isBetween(28.0, 33.0);
                for (Segment segment : playlist.segments()) {
                    HttpResponse<byte[]> got = get(base + segment.uri(), "GET");
                    assertThat(got.statusCode()).isEqualTo(200);
                    assertThat(got.body()).hasSize((int) segment.bytes());
                    assertThat(got.headers().firstValue("content-type"))
                            .hasValue(rendition.contentType());
                    assertThat(got.headers().firstValue("cache-control").orElseThrow())
                            .contains("immutable");
                }
                HttpResponse<byte[]> head =
                        get(base + playlist.segments().getFirst().uri(), "HEAD");
                assertThat(head.headers().firstValueAsLong("content-length"))
                        .hasValue(playlist.segments().getFirst().bytes());
            }
            String full = text(get(base + "video.m3u8", "GET"));
            String delta = text(get(base + "video.m3u8?_HLS_skip=YES", "GET"));
            assertThat(delta.length()).isLessThan(full.length());
            assertThat(delta).contains("#EXT-X-SKIP:SKIPPED-SEGMENTS=");

            stream.discard();
            awaitEmpty();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void forgetsOnDiskWhatHasLeftTheWindow() throws Exception {
        HlsStream stream = stream(0);
        var feed = new PlayerFeed(CONFIG, stream, 160, 96);
        for (int i = 0; i < 14; i++) {
            feed.forSeconds(5);
            Thread.sleep(20);
        }
        Rendition video = stream.renditions().getFirst();
        assertThat(video.storedFile("video-0.m4s")).isNull();
        assertThat(directory.resolve(stream.id()).resolve("video-0.m4s")).doesNotExist();
        List<Segment> segments = video.playlist().segments();
        assertThat(segments.stream().mapToLong(Segment::duration).sum() / 90_000.0)
                .isBetween(44.0, 48.0);
        DecodedStream.of(stream).hasNoGaps();
        stream.discard();
    }

    @Test
    void afterItsEndAllOfItComesFromDisk() throws Exception {
        HlsStream stream = stream(0);
        assertThat(stream.keptFor()).isEqualTo(Duration.ofMinutes(1));
        var feed = new PlayerFeed(CONFIG, stream, 160, 96);
        for (int i = 0; i < 8; i++) {
            feed.forSeconds(5);
            Thread.sleep(20);
        }
        stream.end();
        assertThat(stream.hasReplay()).isTrue();
        for (Rendition rendition : stream.renditions()) {
            Segment last = rendition.playlist().segments().getLast();
            for (int i = 0; i < 200 && rendition.storedFile(last.uri()) == null; i++) {
                Thread.sleep(50);
            }
        }
        stream.moveToDisk();
        for (Rendition rendition : stream.renditions()) {
            MediaPlaylist playlist = rendition.playlist();
            assertThat(playlist.ended()).isTrue();
            assertThat(playlist.segments()).hasSizeGreaterThan(20).noneMatch(Segment::gap);
            assertThat(playlist.segments())
                    .allMatch(segment -> rendition.file(segment.uri()) == null)
                    .allMatch(segment -> rendition.storedFile(segment.uri()) != null);
        }
        stream.discard();
    }

    @Test
    void isKeptAsLongAsItsWindowButNoLongerThanAnHour() {
        Map.of("PT30M", "PT30M", "PT2H", "PT1H", "PT31S", "PT1M")
                .forEach((window, kept) -> {
                    var stream =
                            new HlsStream(
                                    CONFIG.withWindow(Duration.parse(window)),
                                    Instant.EPOCH,
                                    id -> new RewindStore(directory.resolve(id), 0),
                                    () -> {});
                    assertThat(stream.keptFor()).isEqualTo(Duration.parse(kept));
                    stream.discard();
                });
    }

    @Test
    void saysThatItIsAGapWhenTheDiskTakesNothing() throws Exception {
        HlsStream stream = stream(Long.MAX_VALUE);
        var feed = new PlayerFeed(CONFIG, stream, 160, 96);
        feed.forSeconds(42);
        for (Rendition rendition : stream.renditions()) {
            MediaPlaylist playlist = rendition.playlist();
            assertThat(playlist.segments().getFirst().gap()).isTrue();
            assertThat(playlist.segments().getLast().gap()).isFalse();
            assertThat(stream.rendered(rendition, MediaPlaylist.Skip.NO).plain().toString())
                    .contains("#EXT-X-GAP\n#EXTINF:");
        }
        new PlaylistRules(stream).checkAlignment();
    }

    @Test
    void clearsWhatAnEarlierProcessLeft() throws Exception {
        Files.createDirectories(directory.resolve("hls/x"));
        Files.writeString(directory.resolve("hls/x/video-1.m4s"), "x");
        RewindStore.clear(directory.resolve("hls"));
        assertThat(directory.resolve("hls")).isEmptyDirectory();
        RewindStore.clear(directory.resolve("none"));
    }

    private void awaitEmpty() throws Exception {
        for (int i = 0; i < 200 && directory.toFile().list().length > 0; i++) {
            Thread.sleep(50);
        }
        assertThat(directory).isEmptyDirectory();
    }

    private HttpResponse<byte[]> get(String url, String method) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
