package io.rostra.streaming.egress.restream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.egress.hls.DecodedStream;
import io.rostra.streaming.egress.hls.HlsConfig;
import io.rostra.streaming.egress.hls.HlsStream;
import io.rostra.streaming.egress.hls.PlayerFeed;
import io.rostra.streaming.worker.WorkerConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RtmpPushTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir Path directory;

    private final PlayerFeed feed =
            new PlayerFeed(new HlsStream(HlsConfig.defaults(), Instant.EPOCH, () -> {}), 320, 192);
    private final Heard heard = new Heard();
    private Thread feeding;
    private PushConfig config;

    @BeforeEach
    void goLive() {
        config = config(PATIENCE, 100);
        feeding =
                Thread.ofPlatform()
                        .start(() -> {
                            long next = System.nanoTime();
                            while (!Thread.interrupted()) {
                                feed.forSeconds(0.05);
                                next += 50_000_000;
                                java.util.concurrent.locks.LockSupport.parkNanos(
                                        next - System.nanoTime());
                            }
                        });
    }

    @AfterEach
    void end() throws Exception {
        feeding.interrupt();
        feeding.join();
        feed.close();
    }

    @Test
    void arrivesAtAnFfmpegListenerAsItWas() throws Exception {
        Path recording = directory.resolve("out.flv");
        try (var server = RtmpServer.ffmpeg(RtmpServer.freePort(), recording)) {
            try (var push = push(server.url())) {
                heard.await("running");
                assertThat(Files.readString(Path.of("/proc/" + push.childPid() + "/cmdline")))
                        .doesNotContain("KEY");
                Thread.sleep(3_000); // that much of a stream
            }
            heard.await("stopped");
            server.awaitEnd();
        }
        assertPlayable(recording, 60);
        assertThat(heard.everything()).noneMatch(call -> call.contains("KEY"));
    }

    @Test
    void comesBackWhenTheServerDoes() throws Exception {
        int port = RtmpServer.freePort();
        try (var push = push("rtmp://127.0.0.1:" + port + "/live/KEY")) {
            assertThat(heard.await("lost")).contains("Connection refused");
            Path first = directory.resolve("first.flv");
            try (var _ = RtmpServer.ffmpeg(port, first)) {
                heard.await("running");
                Thread.sleep(1_500);
            }
            heard.await("lost");
            Path second = directory.resolve("second.flv");
            try (var server = RtmpServer.ffmpeg(port, second)) {
                heard.await("running");
                Thread.sleep(2_500);
                push.close();
                heard.await("stopped");
                server.awaitEnd();
            }
            assertPlayable(second, 40);
        }
    }

    @Test
    void arrivesAtTwoTargetsOfNginxAndSurvivesItsRestart() throws Exception {
        int port = RtmpServer.freePort();
        try (var server = RtmpServer.nginx(port, directory)) {
            var other = new Heard();
            try (var _ = push(server.url());
                    var _ =
                            RtmpPush.start(
                                    feed.packager(),
                                    RtmpUrl.parse(server.url() + "2"),
                                    config,
                                    other)) {
                heard.await("running");
                other.await("running");
                Thread.sleep(3_000);
                server.close();
                heard.await("lost");
                other.await("lost");
                try (var _ = RtmpServer.nginx(port, directory)) {
                    heard.await("running");
                    other.await("running");
                    Thread.sleep(3_000);
                }
            }
        }
        List<Path> recordings = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.flv")) {
            files.forEach(recordings::add);
        }
        assertThat(recordings).hasSizeGreaterThanOrEqualTo(4);
        for (Path recording : recordings) {
            assertPlayable(recording, 40);
        }
    }

    @Test
    void givesUpAServerThatDoesNotAnswer() throws Exception {
        config = config(Duration.ofSeconds(1), 2);
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var _ = push("rtmp://127.0.0.1:" + silent.getLocalPort() + "/live/KEY")) {
            assertThat(heard.await("lost")).contains("does not answer");
            assertThat(heard.await("failed")).contains("does not answer");
        }
    }

    @Test
    void endsWithTheLiveStream() throws Exception {
        Path recording = directory.resolve("out.flv");
        try (var server = RtmpServer.ffmpeg(RtmpServer.freePort(), recording);
                var _ = push(server.url())) {
            heard.await("running");
            Thread.sleep(1_500);
            end();
            heard.await("stopped");
            server.awaitEnd();
        }
        assertPlayable(recording, 15);
    }

    private static void assertPlayable(Path recording, int pictures) {
        DecodedStream stream = DecodedStream.of(recording);
        assertThat(stream.video()).hasSizeGreaterThan(pictures);
        assertThat(stream.video()).allMatch(DecodedStream.Unit::decoded);
        assertThat(stream.audio()).hasSizeGreaterThan(pictures);
        assertThat(stream.audio()).allMatch(DecodedStream.Unit::decoded);
        for (int i = 1; i < stream.video().size(); i++) {
            assertThat(stream.video().get(i).number())
                    .isEqualTo(stream.video().get(i - 1).number() + 1);
        }
    }

    private RtmpPush push(String url) {
        return RtmpPush.start(feed.packager(), RtmpUrl.parse(url), config, heard);
    }

    private PushConfig config(Duration patience, int attempts) {
        return new PushConfig(
                new WorkerConfig(Path.of("target/worker")),
                patience,
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(20),
                attempts);
    }

    /// What a listener heard.
    private static final class Heard implements RtmpPush.Listener {
        private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        private final List<String> all = new ArrayList<>();

        /// Waits for a call that begins so; those before it are forgotten.
        String await(String name) throws InterruptedException {
            while (true) {
                String call = calls.poll(30, TimeUnit.SECONDS);
                assertThat(call).as("waiting for " + name).isNotNull();
                if (call.startsWith(name)) {
                    return call;
                }
            }
        }

        synchronized List<String> everything() {
            return List.copyOf(all);
        }

        private synchronized void add(String call) {
            all.add(call);
            calls.add(call);
        }

        @Override
        public void onRunning() {
            add("running");
        }

        @Override
        public void onLost(String reason) {
            add("lost " + reason);
        }

        @Override
        public void onStopped() {
            add("stopped");
        }

        @Override
        public void onFailed(String reason) {
            add("failed " + reason);
        }
    }
}
