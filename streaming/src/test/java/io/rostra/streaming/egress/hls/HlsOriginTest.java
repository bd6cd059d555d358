package io.rostra.streaming.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HlsOriginTest {

    private static Vertx vertx;
    private static HlsOrigin origin;
    private static HttpServer server;
    private static HttpClient client;

    private HlsStream stream;
    private PlayerFeed feed;

    @BeforeAll
    static void serve() throws Exception {
        vertx = Vertx.vertx();
        origin = new HlsOrigin(vertx);
        Router router = Router.router(vertx);
        origin.mount(router);
        server =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void goLive() {
        stream = new HlsStream(HlsConfig.defaults(), Instant.EPOCH, () -> {});
        feed = new PlayerFeed(stream, 320, 192);
        origin.add(stream);
    }

    @Test
    void servesNothingBeforeTheStreamIsPlayable() throws Exception {
        feed.forSeconds(1.2);
        assertThat(get("master.m3u8").statusCode()).isEqualTo(404);
        feed.forSeconds(0.5);
        assertThat(get("master.m3u8").statusCode()).isEqualTo(200);
    }

    @Test
    void servesEverythingThePlaylistsName() throws Exception {
        feed.forSeconds(10);
        HttpResponse<byte[]> master = get("master.m3u8");
        assertThat(master.headers().firstValue("content-type"))
                .hasValue("application/vnd.apple.mpegurl");
        assertThat(master.headers().firstValue("access-control-allow-origin")).hasValue("*");
        for (String name : List.of("video", "audio")) {
            assertThat(text(master)).contains(name + ".m3u8");
            String playlist = text(get(name + ".m3u8"));
            var uris = new ArrayList<String>();
            playlist.lines().filter(line -> !line.startsWith("#")).forEach(uris::add);
            playlist.lines()
                    .filter(line ->
                            line.startsWith("#EXT-X-PART:") || line.startsWith("#EXT-X-MAP"))
                    .map(line -> line.replaceAll(".*URI=\"([^\"]+)\".*", "$1"))
                    .forEach(uris::add);
            assertThat(uris).hasSizeGreaterThan(20);
            for (String uri : uris) {
                HttpResponse<byte[]> media = get(uri);
                assertThat(media.statusCode()).as(uri).isEqualTo(200);
                assertThat(media.headers().firstValue("content-type")).hasValue(name + "/mp4");
                assertThat(media.headers().firstValue("cache-control").orElseThrow())
                        .contains("immutable");
            }
        }
    }

    @Test
    void compressesPlaylistsForWhoeverTakesThem() throws Exception {
        feed.forSeconds(5);
        HttpResponse<byte[]> plain = get("video.m3u8");
        HttpRequest request = request("video.m3u8").header("Accept-Encoding", "gzip, br").build();
        HttpResponse<byte[]> gzip = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(gzip.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(gzip.body().length).isLessThan(plain.body().length / 3);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
                .isEqualTo(plain.body());
    }

    @Test
    void showsCaptionsFromTheFirstOneOn() throws Exception {
        feed.forSeconds(3);
        assertThat(text(get("master.m3u8"))).doesNotContain("SUBTITLES");
        stream.addCaption("Hello &\n <b>all</b> --> of you");
        assertThat(text(get("master.m3u8")))
                .contains("TYPE=SUBTITLES")
                .contains("URI=\"captions.m3u8\"")
                .contains(",SUBTITLES=\"captions\"");
        PlaylistPosition next = next();
        var waiting = getAsync("captions.m3u8?_HLS_msn=" + next.number());
        awaitHeld(1);
        assertThat(get("captions-" + next.number() + ".vtt").statusCode())
                .as("a segment that still grows")
                .isEqualTo(404);
        feed.forSeconds(8);
        assertThat(text(waiting.get(5, TimeUnit.SECONDS)))
                .contains("captions-" + next.number() + ".vtt");
        String playlist = text(get("captions.m3u8"));
        assertThat(count(playlist, "#EXTINF"))
                .as("the segments of the video")
                .isEqualTo(count(text(get("video.m3u8")), "#EXTINF"));
        HttpResponse<byte[]> segment = get("captions-" + next.number() + ".vtt");
        assertThat(segment.headers().firstValue("content-type"))
                .hasValue("text/vtt; charset=utf-8");
        assertThat(segment.headers().firstValue("cache-control").orElseThrow())
                .contains("immutable");
        assertThat(text(segment))
                .startsWith("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n00:00:0")
                .contains("Hello &amp; &lt;b&gt;all&lt;/b&gt; --&gt; of you\n");
        assertThat(text(get("captions-0.vtt"))).as("before it").doesNotContain("Hello");
        for (String none :
                List.of("captions-9999.vtt", "captions-x.vtt", "captions", "captions-")) {
            assertThat(get(none).statusCode()).isEqualTo(404);
        }
        assertThat(get("captions.m3u8?_HLS_msn=4000").statusCode()).isEqualTo(400);
    }

    @Test
    void holdsARequestUntilThePartIsThere() throws Exception {
        feed.forSeconds(3);
        PlaylistPosition next = next();
        var waiting =
                getAsync("video.m3u8?_HLS_msn=" + next.number() + "&_HLS_part=" + next.part());
        var later =
                getAsync(
                        "video.m3u8?_HLS_msn=" + next.number() + "&_HLS_part=" + (next.part() + 1));
        awaitHeld(2);
        assertThat(waiting).isNotDone();
        feed.forSeconds(0.25);
        assertThat(text(waiting.get(5, TimeUnit.SECONDS)))
                .contains("LAST-MSN")
                .contains("video-part-");
        assertThat(later).isNotDone();
        feed.forSeconds(0.25);
        assertThat(later.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        awaitHeld(0);
    }

    @Test
    void holdsARequestForTheHintedPart() throws Exception {
        feed.forSeconds(3);
        String hint = stream.renditions().getFirst().playlist().hintUri();
        var waiting = getAsync(hint);
        awaitHeld(1);
        feed.forSeconds(0.3);
        HttpResponse<byte[]> part = waiting.get(5, TimeUnit.SECONDS);
        assertThat(part.statusCode()).isEqualTo(200);
        assertThat(new String(part.body(), 4, 4, StandardCharsets.US_ASCII)).isEqualTo("moof");
    }

    @Test
    void answersAPartBeyondTheSegmentWithTheNextSegment() throws Exception {
        feed.forSeconds(3);
        long number = next().number();
        var waiting = getAsync("video.m3u8?_HLS_msn=" + number + "&_HLS_part=14");
        awaitHeld(1);
        feed.forSeconds(3);
        assertThat(waiting.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void answersAllWhoWaitWhenTheStreamEnds() throws Exception {
        feed.forSeconds(3);
        var playlist = getAsync("audio.m3u8?_HLS_msn=" + (next().number() + 1));
        var part = getAsync(stream.renditions().getFirst().playlist().hintUri());
        awaitHeld(2);
        feed.close();
        assertThat(text(playlist.get(5, TimeUnit.SECONDS))).contains("#EXT-X-ENDLIST");
        // The end publishes what was left, which is what was hinted at.
        assertThat(part.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(get("video.m3u8").statusCode()).isEqualTo(200);
    }

    @Test
    void sendsDeltaUpdatesOnRequest() throws Exception {
        feed.forSeconds(25);
        String full = text(get("video.m3u8"));
        String delta = text(get("video.m3u8?_HLS_skip=YES"));
        assertThat(full).doesNotContain("#EXT-X-SKIP");
        assertThat(delta).contains("#EXT-X-SKIP:SKIPPED-SEGMENTS=");
        int skipped = Integer.parseInt(delta.replaceAll("(?s).*SKIPPED-SEGMENTS=(\\d+).*", "$1"));
        assertThat(count(delta, "#EXTINF")).isEqualTo(count(full, "#EXTINF") - skipped);
        assertThat(delta).endsWith(full.substring(full.indexOf("#EXT-X-PART:")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "video.m3u8?_HLS_msn=4000",
                "video.m3u8?_HLS_msn=1&_HLS_part=x",
                "video.m3u8?_HLS_msn=-1",
                "video.m3u8?_HLS_part=1",
                "video.m3u8?_HLS_msn=99999999999999999999",
                "video.m3u8?_HLS_msn=",
            })
    void refusesDirectivesThatMakeNoSense(String file) throws Exception {
        feed.forSeconds(3);
        assertThat(get(file).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "video-99.m4s",
                "video-part-9999.m4s",
                "video-part-0.m4s",
                "video-init-7.mp4",
                "..%2f..%2fetc%2fpasswd",
                "%2e%2e",
                "video-%00.m4s",
                "nothing",
            })
    void knowsOnlyItsOwnFiles(String file) throws Exception {
        feed.forSeconds(3);
        assertThat(get(file).statusCode()).isIn(400, 404);
    }

    @Test
    void refusesOtherMethodsAndAnswersPreflights() throws Exception {
        feed.forSeconds(3);
        assertThat(send("POST", "master.m3u8").statusCode()).isEqualTo(405);
        HttpResponse<byte[]> head = send("HEAD", "video.m3u8");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("content-length").orElseThrow())
                .isGreaterThan(500);
        HttpResponse<byte[]> options = send("OPTIONS", "video.m3u8");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("access-control-allow-methods")).isPresent();
    }

    @Test
    void forgetsRequestsWhoseClientHasGone() throws Exception {
        feed.forSeconds(3);
        try (var socket = new java.net.Socket("127.0.0.1", server.actualPort())) {
            String path = "/hls/" + stream.id() + "/video.m3u8?_HLS_msn=" + (next().number() + 1);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes());
            awaitHeld(1);
        }
        awaitHeld(0);
    }

    private PlaylistPosition next() {
        PlaylistPosition last = stream.renditions().getFirst().playlist().last();
        return new PlaylistPosition(last.number(), last.part() + 1);
    }

    private static void awaitHeld(int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (origin.heldRequests() != count) {
            assertThat(System.nanoTime()).as("held requests").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private HttpRequest.Builder request(String file) {
        return HttpRequest.newBuilder(
                        URI.create(
                                "http://127.0.0.1:"
                                        + server.actualPort()
                                        + "/hls/"
                                        + stream.id()
                                        + "/"
                                        + file))
                .timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<byte[]> get(String file) throws IOException, InterruptedException {
        return send("GET", file);
    }

    private HttpResponse<byte[]> send(String method, String file)
            throws IOException, InterruptedException {
        HttpRequest request =
                request(file).method(method, HttpRequest.BodyPublishers.noBody()).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private CompletableFuture<HttpResponse<byte[]>> getAsync(String file) {
        return client.sendAsync(request(file).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }
}
