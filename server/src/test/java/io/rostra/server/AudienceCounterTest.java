package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.platform.live.RoomEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AudienceCounterTest {

    private final List<RoomEvent> told = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private AudienceCounter counter;
    private HttpServer http;

    @BeforeEach
    void start() throws Exception {
        counter = new AudienceCounter(told::add, InstantSource.system(), vertx);
        Router router = Router.router(vertx);
        counter.mount(router);
        router.route("/hls/*").handler(context -> context.response().end("x"));
        http =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        counter.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void fetch(String path, String... headers) throws Exception {
        assertThat(send(path, headers).body()).isEqualTo("x");
    }

    private HttpResponse<String> send(String path, String... headers) throws Exception {
        URI uri = URI.create("http://localhost:" + http.actualPort() + path);
        var request = HttpRequest.newBuilder(uri).headers(headers).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void whoAsksForPlaylistsWatches() throws Exception {
        Instant now = Instant.now();
        counter.on(new RoomEvent.LiveStarted("room", "stream", "/hls/abc/master.m3u8", now));
        fetch("/hls/abc/master.m3u8", "User-Agent", "one");
        fetch("/hls/abc/video.m3u8", "User-Agent", "one");
        fetch("/hls/abc/video.m3u8", "User-Agent", "two");
        fetch("/hls/abc/video7.mp4", "User-Agent", "three");
        fetch("/hls/other/video.m3u8", "User-Agent", "four");
        counter.on(new RoomEvent.LiveStopped("room", "stream", true, "client request", now));
        fetch("/hls/abc/video.m3u8", "User-Agent", "five");

        assertThat(told).hasSize(3);
        assertThat(told.get(1))
                .isInstanceOfSatisfying(
                        RoomEvent.AudienceMeasured.class,
                        measured -> {
                            assertThat(measured.streamId()).isEqualTo("stream");
                            assertThat(measured.viewers()).isEqualTo(2);
                        });
    }

    @Test
    void studioLearnsHowLateTheAudienceIs() throws Exception {
        Instant now = Instant.now();
        counter.on(new RoomEvent.LiveStarted("room", "stream", "/hls/abc/master.m3u8", now));
        assertThat(send("/hls/abc/audience.json", "User-Agent", "studio").body())
                .isEqualTo("{\"players\":0,\"latency_ms\":null}");

        String shown = Long.toString(now.toEpochMilli() - 1500);
        fetch("/hls/abc/video.m3u8", "User-Agent", "one", "Rostra-Playhead", shown);

        var answer = send("/hls/abc/audience.json", "User-Agent", "studio");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        var audience = new JsonObject(answer.body());
        assertThat(audience.getInteger("players")).isEqualTo(1);
        assertThat(audience.getInteger("latency_ms")).isBetween(1500, 60_000);
        assertThat(send("/hls/other/audience.json", "User-Agent", "studio").statusCode())
                .isEqualTo(404);
    }
}
