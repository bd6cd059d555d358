package io.rostra.server;

import static io.rostra.server.IngestServer.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RTMP with FFmpeg as the encoder, on the media port.
class RtmpTest {

    private static final Duration UNTIL_PUBLISH = Duration.ofSeconds(10);

    @TempDir Path folder;

    private final List<Process> processes = new ArrayList<>();
    private IngestServer server;
    private URI url;
    private String key;

    @BeforeEach
    void start() throws Exception {
        server = new IngestServer(folder);
        JsonNode made = server.makeKey();
        url = URI.create(made.path("url").asText());
        key = made.path("key").asText();
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        server.close();
    }

    private static boolean hasFfmpeg() {
        try {
            return new ProcessBuilder("ffmpeg", "-version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException _) {
            return false;
        }
    }

    /// @param reordered whether pictures are sent in another order than they are shown in
    private Process push(String streamKey, boolean reordered) throws IOException {
        Process process =
                new ProcessBuilder(
                                "ffmpeg",
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
                                "sine=f=440:r=44100",
                                "-c:v",
                                "libx264",
                                "-preset",
                                "ultrafast",
                                "-bf",
                                reordered ? "2" : "0",
                                "-g",
                                "25",
                                "-pix_fmt",
                                "yuv420p",
                                "-c:a",
                                "aac",
                                "-f",
                                "flv",
                                url + "/" + streamKey)
                        .redirectErrorStream(true)
                        .start();
        processes.add(process);
        return process;
    }

    private static List<String> tracks(JsonNode peer) {
        var kinds = new ArrayList<String>();
        peer.path("tracks").forEach(track -> kinds.add(track.path("type").asText()));
        return kinds;
    }

    /// What somebody who watches the live stream gets of two seconds.
    private String watched() throws Exception {
        Process player =
                new ProcessBuilder(
                                "ffmpeg",
                                "-hide_banner",
                                "-i",
                                server.playlist(),
                                "-t",
                                "2",
                                "-af",
                                "volumedetect",
                                "-f",
                                "null",
                                "-")
                        .redirectErrorStream(true)
                        .start();
        processes.add(player);
        String said = new String(player.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(player.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void whatFfmpegPushesIsSeenAndHeard() throws Exception {
        assumeTrue(hasFfmpeg(), "the program ffmpeg is not here");
        Process encoder = push(key + "?name=Ada%20L", false);
        until("it goes live", () -> !server.playlist().isEmpty());
        assertThat(server.peers())
                .singleElement()
                .satisfies(peer -> assertThat(peer.path("name").asText()).isEqualTo("Ada L"));
        until("both tracks are there", () -> tracks(server.peers().getFirst()).size() == 2);
        assertThat(watched()).contains("Video: h264", "mean_volume").contains("320x240");

        encoder.destroy(); // as a broadcaster does
        assertThat(encoder.waitFor(10, TimeUnit.SECONDS)).isTrue();
        until("the peer is gone", () -> server.peers().isEmpty());
        until("the live stream ends", () -> server.playlist().isEmpty());
    }

    @Test
    void picturesInAnotherOrderAreSeenToo() throws Exception {
        assumeTrue(hasFfmpeg(), "the program ffmpeg is not here");
        push(key, true);
        until("it goes live", () -> !server.playlist().isEmpty());
        assertThat(watched()).contains("Video: h264", "320x240");
    }

    @Test
    void whoIsRemovedIsDisconnected() throws Exception {
        assumeTrue(hasFfmpeg(), "the program ffmpeg is not here");
        Process encoder = push(key, false);
        until("it is there", () -> server.peers().size() == 1);
        server.api(
                "POST",
                "/v2/active-rooms/" + server.room() + "/remove-peers",
                "{\"role\":\"broadcaster\",\"reason\":\"enough\"}");
        until("it is gone", () -> server.peers().isEmpty());
        assertThat(encoder.waitFor(20, TimeUnit.SECONDS)).as("the encoder noticed").isTrue();
    }

    @Test
    void aWrongKeyIsRefused() throws Exception {
        assumeTrue(hasFfmpeg(), "the program ffmpeg is not here");
        Process encoder = push("sk-aaaaaaaaaaaaaaaaaaaaaaaaaa", false);
        String said = new String(encoder.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(encoder.waitFor()).isNotZero();
        assertThat(said).contains("no such stream key");
        assertThat(server.peers()).isEmpty();
    }

    @Test
    void whoSaysNothingIsNotWaitedForLong() throws Exception {
        try (var silent = new Socket(url.getHost(), url.getPort());
                var talker = new Socket(url.getHost(), url.getPort())) {
            long began = System.nanoTime();
            talker.getOutputStream().write(new byte[] {3, 0, 0});
            silent.getOutputStream().write(3);
            silent.setSoTimeout((int) UNTIL_PUBLISH.multipliedBy(2).toMillis());
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(UNTIL_PUBLISH.multipliedBy(2));
        }
    }

    @Test
    void garbageEndsTheConnection() throws Exception {
        try (var client = new Socket(url.getHost(), url.getPort())) {
            byte[] garbage = new byte[1 + 2 * 1536 + 4000];
            Arrays.fill(garbage, (byte) 0xFF);
            garbage[0] = 3;
            client.getOutputStream().write(garbage);
            client.setSoTimeout((int) UNTIL_PUBLISH.toMillis());
            assertThat(client.getInputStream().readAllBytes().length).isLessThan(5_000);
        }
        assertThat(server.peers()).isEmpty();
    }
}
