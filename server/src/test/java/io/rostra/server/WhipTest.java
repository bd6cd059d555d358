package io.rostra.server;

import static io.rostra.server.IngestServer.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// WHIP with FFmpeg's own client, and by hand with what no good client sends.
class WhipTest {

    /// As FFmpeg 8 offers.
    private static final String OFFER =
            """
            v=0
            o=FFmpeg 4489045141692799359 2 IN IP4 127.0.0.1
            s=FFmpegPublishSession
            t=0 0
            a=group:BUNDLE 0 1
            a=msid-semantic: WMS
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=ice-ufrag:d2c4e6a8
            a=ice-pwd:0123456789abcdef0123456789abcdef
            a=fingerprint:sha-256 %1$s
            a=setup:actpass
            a=mid:0
            a=sendonly
            a=msid:FFmpeg audio
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            m=video 9 UDP/TLS/RTP/SAVPF 106
            c=IN IP4 0.0.0.0
            a=ice-ufrag:d2c4e6a8
            a=ice-pwd:0123456789abcdef0123456789abcdef
            a=fingerprint:sha-256 %1$s
            a=setup:actpass
            a=mid:1
            a=sendonly
            a=msid:FFmpeg video
            a=rtcp-mux
            a=rtpmap:106 H264/90000
            a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
            """
                    .replace("\n", "\r\n")
                    .formatted("AB" + ":CD".repeat(31));

    @TempDir Path folder;

    private final List<Process> processes = new ArrayList<>();
    private IngestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new IngestServer(folder);
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        server.close();
    }

    private Process push(String key, String name) throws IOException {
        String program = Loader.load(ffmpeg.class);
        Process process =
                new ProcessBuilder(
                                program,
                                "-hide_banner",
                                "-loglevel",
                                "error",
                                "-re",
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=s=320x240:r=25",
                                "-f",
                                "lavfi",
                                "-i",
                                "sine=f=440:r=48000",
                                "-ac",
                                "2",
                                "-c:v",
                                "libopenh264",
                                "-profile:v",
                                "constrained_baseline",
                                "-g",
                                "25",
                                "-b:v",
                                "400k",
                                "-pix_fmt",
                                "yuv420p",
                                "-c:a",
                                "libopus",
                                "-f",
                                "whip",
                                "-authorization",
                                key,
                                server.url("/whip?name=" + name))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".log").toFile())
                        .start();
        processes.add(process);
        return process;
    }

    private HttpResponse<String> offer(String path, String key, String sdp) throws Exception {
        return server.send(
                "POST",
                path,
                sdp,
                "Content-Type",
                "application/sdp",
                "Authorization",
                "Bearer " + key);
    }

    private static List<String> tracks(JsonNode peer) {
        var kinds = new ArrayList<String>();
        peer.path("tracks").forEach(track -> kinds.add(track.path("type").asText()));
        return kinds;
    }

    @Test
    void whatFfmpegPushesIsAPeerAndGoesLive() throws Exception {
        assumeTrue(programRuns(), "the FFmpeg program of the worker does not start here");
        String key = server.makeKey().path("key").asText();
        push(key, "First");
        until("there is something to play", () -> !server.playlist().isEmpty());
        String playlist = server.playlist();
        assertThat(server.peers())
                .singleElement()
                .satisfies(peer -> {
                    assertThat(peer.path("name").asText()).isEqualTo("First");
                    assertThat(peer.path("role").asText()).isEqualTo("broadcaster");
                    assertThat(tracks(peer)).containsExactlyInAnyOrder("audio", "video");
                });

        // The newest push with a key wins, and the live stream goes on.
        push(key, "Second");
        until(
                "the second took over",
                () ->
                        server.peers().size() == 1
                                && server.peers()
                                        .getFirst()
                                        .path("name")
                                        .asText()
                                        .equals("Second"));
        until("its tracks are there", () -> tracks(server.peers().getFirst()).size() == 2);
        assertThat(server.playlist()).isEqualTo(playlist);

        // A key that leaked is of no use once it was replaced.
        server.disableKey();
        until("it is put out", () -> server.peers().isEmpty());
        until("the live stream ends", () -> server.playlist().isEmpty());
    }

    private static boolean programRuns() throws Exception {
        Process process = new ProcessBuilder(Loader.load(ffmpeg.class), "-version").start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    @Test
    void aSessionIsChangedAndEndedByItsUrl() throws Exception {
        HttpResponse<String> made =
                offer("/whip/" + server.room(), server.appToken("broadcaster"), OFFER);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("Content-Type")).contains("application/sdp");
        assertThat(made.body()).contains("a=ice-lite", "a=setup:passive", "a=recvonly");
        String session = made.headers().firstValue("Location").orElseThrow();
        String etag = made.headers().firstValue("ETag").orElseThrow();
        assertThat(session).startsWith("/whip/sessions/");
        assertThat(made.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                .contains("Location");
        assertThat(server.peers()).singleElement();

        String fragment = "a=ice-ufrag:fresh\r\na=ice-pwd:0123456789abcdef01234567\r\n";
        String type = "application/trickle-ice-sdpfrag";
        assertThat(patch(session, fragment, type, etag).statusCode()).isEqualTo(204);
        assertThat(patch(session, fragment, type, "\"older\"").statusCode()).isEqualTo(412);
        assertThat(patch(session, fragment, "text/plain", etag).statusCode()).isEqualTo(415);
        assertThat(patch(session, "a=candidate:x", type, etag).statusCode()).isEqualTo(400);
        assertThat(server.send("PATCH", session, fragment, "Content-Type", type).statusCode())
                .isEqualTo(428);
        HttpResponse<String> restarted = patch(session, fragment, type, "*");
        assertThat(restarted.statusCode()).isEqualTo(200);
        assertThat(restarted.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(etag);
        assertThat(restarted.body()).contains("a=ice-ufrag:", "a=ice-pwd:", "a=candidate:");

        assertThat(server.send("DELETE", session, null).statusCode()).isEqualTo(200);
        until("the peer is gone", () -> server.peers().isEmpty());
        assertThat(server.send("DELETE", session, null).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> patch(String session, String fragment, String type, String match)
            throws Exception {
        return server.send("PATCH", session, fragment, "Content-Type", type, "If-Match", match);
    }

    @Test
    void whoNeverConnectsGivesUpTheSeat() throws Exception {
        offer("/whip/" + server.room(), server.appToken("broadcaster"), OFFER);
        assertThat(server.peers()).singleElement();
        until("the peer is gone", () -> server.peers().isEmpty());
    }

    @Test
    void pagesOfOtherOriginsMayPush() throws Exception {
        HttpResponse<String> preflight = server.send("OPTIONS", "/whip", null);
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .contains("authorization", "if-match");
        assertThat(preflight.headers().firstValue("Accept-Post")).contains("application/sdp");
        assertThat(server.send("GET", "/whip", null).statusCode()).isEqualTo(405);
    }

    @Test
    void aKeyMayStandInThePath() throws Exception {
        String key = server.makeKey().path("key").asText();
        HttpResponse<String> made =
                server.send("POST", "/whip/" + key, OFFER, "Content-Type", "application/sdp");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    @Test
    void whoMayNotPublishIsToldWhy() throws Exception {
        assertThat(
                        server.send("POST", "/whip", OFFER, "Content-Type", "application/sdp")
                                .statusCode())
                .isEqualTo(401);
        String wrong = "sk-aaaaaaaaaaaaaaaaaaaaaaaaaa";
        HttpResponse<String> refused = offer("/whip", wrong, OFFER);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("no such stream key").doesNotContain(wrong);
        assertThat(offer("/whip", "garbage", OFFER).statusCode()).isEqualTo(401);
        assertThat(offer("/whip", server.appToken("hls-viewer"), OFFER).body())
                .contains("may not publish");
        String elsewhere = "/whip/ffffffffffffffffffffffff";
        assertThat(offer(elsewhere, server.appToken("broadcaster"), OFFER).statusCode())
                .isEqualTo(403);
        String key = server.makeKey().path("key").asText();
        server.api("POST", "/v2/rooms/" + server.room(), "{\"enabled\":false}");
        HttpResponse<String> disabled = offer("/whip", key, OFFER);
        assertThat(disabled.statusCode()).isEqualTo(403);
        assertThat(disabled.body()).contains("disabled");
        assertThat(server.peers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=mid:0 | a=mid: | 400",
                "a=sendonly | a=recvonly | 400",
                "a=fingerprint:sha-256 | a=fingerprint:md5 | 400",
                "opus/48000/2 | G729/8000 | 400",
                "H264/90000 | H265/90000 | 422",
                "v=0 | nonsense | 400",
                "a=ice-ufrag:d2c4e6a8 | a=x: | 400"
            })
    void anOfferThatIsNoGoodIsRefused(String text, String instead, int status) throws Exception {
        HttpResponse<String> refused =
                offer("/whip", server.appToken("broadcaster"), OFFER.replace(text, instead));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(refused.body()).contains("offer").doesNotContain("Exception");
        until("nobody is left in the room", () -> server.peers().isEmpty());
    }

    @Test
    void anOfferWithoutEndIsRefused() throws Exception {
        String token = server.appToken("broadcaster");
        assertThat(offer("/whip", token, OFFER + "a=x\r\n".repeat(20_000)).statusCode())
                .isEqualTo(413);
        assertThat(
                        server.send("POST", "/whip", OFFER, "Authorization", "Bearer " + token)
                                .statusCode())
                .isEqualTo(415);
    }
}
