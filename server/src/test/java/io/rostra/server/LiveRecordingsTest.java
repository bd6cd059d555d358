package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.ChatLine;
import io.rostra.platform.live.LiveWish;
import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recording.State;
import io.rostra.platform.live.Recordings;
import io.rostra.streaming.egress.hls.HlsOrigin;
import io.rostra.streaming.egress.recording.MovieTool;
import io.rostra.streaming.egress.recording.RecordingConfig;
import io.rostra.streaming.worker.WorkerConfig;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRecordingsTest {

    private static final String ROOM = "r1";

    @TempDir Path directory;

    private final TestStages stages = new TestStages(ROOM);
    private final Programs programs = new Programs(stages);
    private final Heard heard = new Heard();
    private LiveRecordings recordings;

    @BeforeEach
    void open() {
        recordings = open(new RecordingConfig(directory, 0));
    }

    private LiveRecordings open(RecordingConfig config) {
        var tool = new MovieTool(new WorkerConfig(Path.of("target", "worker")));
        return new LiveRecordings(programs, config, tool, (_, _, _, _) -> false, Optional.empty());
    }

    @AfterEach
    void close() throws Exception {
        recordings.close();
    }

    @Test
    void recordsARoomThatIsNotLive() throws Exception {
        start();
        Recording running = feedUntilRunning();
        stages.stage().feed(2);
        assertThat(running.width()).isEqualTo(1280);
        assertThat(running.sessionId()).isEqualTo("s1");
        assertThat(recordings.current(ROOM)).map(Recording::id).hasValue(running.id());
        assertThat(recordings.file(running.id())).isEmpty();
        assertThat(recordings.delete(running.id())).isFalse();
        recordings.stop(ROOM);
        heard.next(State.FINISHING);
        Recording complete = heard.next(State.COMPLETED);
        assertThat(complete.duration().toMillis()).isGreaterThan(1_900);
        assertThat(recordings.current(ROOM)).isEmpty();
        assertThat(recordings.list()).containsExactly(complete);
        assertThat(recordings.find(complete.id())).hasValue(complete);
        Path file = recordings.file(complete.id()).orElseThrow();
        assertThat(Files.size(file)).isEqualTo(complete.bytes());
        assertThat(stages.stage().closed).as("nobody uses the program any more").isTrue();
        assertThat(recordings.delete(complete.id())).isTrue();
        assertThat(recordings.list()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void sharesTheProgramWithAnAudience() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var broadcasts =
                    new LiveBroadcasts(
                            programs,
                            new HlsOrigin(vertx),
                            new LiveBroadcasts.Rewind(Duration.ZERO, directory.resolve("hls"), 0),
                            (_, _) -> CompletableFuture.completedFuture(Audience.ANY),
                            new RoomLooks(_ -> new CompletableFuture<>()));
            var playable = new LinkedBlockingQueue<String>();
            broadcasts.start(ROOM, LiveWish.ANY, listener(playable));
            TestStages.Stage stage = stages.stage();
            stage.open();
            stage.feed(4);
            assertThat(playable.poll(5, TimeUnit.SECONDS)).startsWith("/hls/");
            recordings.start(ROOM, "s1", heard);
            assertThat(heard.untilListed(recordings, ROOM).state()).isEqualTo(State.STARTING);
            feedUntilRunning();
            broadcasts.stop(ROOM);
            assertThat(playable.poll(5, TimeUnit.SECONDS)).isEqualTo("stopped");
            assertThat(stage.closed).as("the recording still uses the program").isFalse();
            stage.feed(5);
            recordings.stop(ROOM);
            heard.next(State.FINISHING);
            assertThat(heard.next(State.COMPLETED).duration().toMillis()).isGreaterThan(4_000);
            assertThat(stage.closed).isTrue();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void pausesAndResumes() throws Exception {
        start();
        feedUntilRunning();
        stages.stage().feed(2);
        recordings.pause(ROOM);
        heard.next(State.PAUSED);
        recordings.pause(ROOM);
        stages.stage().feed(10);
        recordings.resume(ROOM);
        heard.next(State.RUNNING);
        stages.stage().feed(2);
        recordings.stop(ROOM);
        heard.next(State.FINISHING);
        assertThat(heard.next(State.COMPLETED).duration().toMillis()).isBetween(2_000L, 8_000L);
    }

    @Test
    void whatIsSaidMeanwhileIsWrittenDown() throws Exception {
        start();
        recordings.onChat(ROOM, said("too early"));
        Recording running = feedUntilRunning();
        recordings.onChat(ROOM, said("Hello, \"you\""));
        recordings.onChat(ROOM, said("=1+1"));
        stages.stage().feed(2);
        recordings.stop(ROOM);
        heard.next(State.FINISHING);
        heard.next(State.COMPLETED);
        recordings.onChat(ROOM, said("too late"));
        RecordedFile chat =
                recordings.beside(running.id()).stream()
                        .filter(file -> file.kind() == RecordedFile.Kind.CHAT)
                        .findFirst()
                        .orElseThrow();
        assertThat(recordings.findFile(chat.id())).isPresent();
        assertThat(Files.readString(chat.path()))
                .startsWith("time,seconds,peer_id,user_id,name,role,message\r\n")
                .contains("\"p1\",\"u1\",\"Ann\",\"broadcaster\",\"Hello, \"\"you\"\"\"\r\n")
                .contains("\"'=1+1\"")
                .doesNotContain("too");
        assertThat(recordings.findFile("../" + chat.id())).isEmpty();
        assertThat(recordings.findFile("../" + directory.getFileName() + "/" + chat.id()))
                .as("a way round")
                .isEmpty();
    }

    private static ChatLine said(String text) {
        return new ChatLine(Instant.now(), "p1", "u1", "Ann", "broadcaster", text);
    }

    @Test
    void endsWithTheStage() throws Exception {
        start();
        feedUntilRunning();
        stages.stage().feed(2);
        stages.stage().listener.onStageEmpty();
        heard.next(State.FINISHING);
        assertThat(heard.next(State.COMPLETED).failure()).isNull();
    }

    @Test
    void saysWhyThereIsNone() throws Exception {
        recordings.start("empty room", "s1", heard);
        assertThat(heard.refusals.poll(5, TimeUnit.SECONDS))
                .isEqualTo("409 Nobody is in the room.");
        assertThat(recordings.list()).isEmpty();

        start();
        recordings.start(ROOM, "s1", heard);
        assertThat(heard.refusals.poll(5, TimeUnit.SECONDS)).startsWith("409").contains("already");
        stages.stage().listener.onStageEmpty();
        Recording failed = heard.next(State.FAILED);
        assertThat(failed.failure()).contains("Nothing");
        assertThat(recordings.list()).containsExactly(failed);

        var full = open(new RecordingConfig(directory, Long.MAX_VALUE));
        full.start(ROOM, "s1", heard);
        assertThat(heard.refusals.poll(5, TimeUnit.SECONDS)).startsWith("507").contains("disk");
    }

    @Test
    void repairsWhatWasCutOff() throws Exception {
        start();
        String id = feedUntilRunning().id();
        stages.stage().feed(4);
        Path growing = directory.resolve(id + ".growing.mp4");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Files.size(growing) < 3_000 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        // As a killed process leaves it: another folder with what is on disk now.
        Path after = Files.createDirectory(directory.resolve("after"));
        Files.copy(growing, after.resolve(growing.getFileName()));
        Files.copy(directory.resolve(id + ".json"), after.resolve(id + ".json"));
        Files.writeString(after.resolve("other.json"), "{}");
        Files.writeString(after.resolve("worse.json"), "{");
        var restarted = open(new RecordingConfig(after, 0));
        Recording repaired = restarted.list().getFirst();
        assertThat(restarted.list()).hasSize(1);
        assertThat(repaired.id()).isEqualTo(id);
        assertThat(repaired.state()).isEqualTo(State.COMPLETED);
        assertThat(repaired.failure()).contains("server ended");
        assertThat(repaired.duration().toMillis()).isGreaterThan(200);
        assertThat(restarted.file(id)).isPresent();
        assertThat(open(new RecordingConfig(after, 0)).list()).isEqualTo(restarted.list());
    }

    private void start() throws Exception {
        recordings.start(ROOM, "s1", heard);
        heard.untilListed(recordings, ROOM);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!stages.stages.containsKey(ROOM) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        stages.stage().open();
    }

    /// One second after the other, since the recording joins on a thread of its own.
    private Recording feedUntilRunning() throws Exception {
        for (int i = 0; i < 100; i++) {
            stages.stage().feed(1);
            Recording running = heard.changes.poll(100, TimeUnit.MILLISECONDS);
            if (running != null) {
                assertThat(running.state()).isEqualTo(State.RUNNING);
                return running;
            }
        }
        throw new AssertionError("the recording does not begin");
    }

    private static Broadcasts.Listener listener(BlockingQueue<String> events) {
        return new Broadcasts.Listener() {
            @Override
            public void onPlayable(String playlistPath, Instant startedAt) {
                events.add(playlistPath);
            }

            @Override
            public void onFailed(int code, String message) {
                events.add(code + " " + message);
            }

            @Override
            public void onStopped() {
                events.add("stopped");
            }
        };
    }

    /// What a listener heard.
    private static final class Heard implements Recordings.Listener {
        final BlockingQueue<Recording> changes = new LinkedBlockingQueue<>();
        final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();

        Recording next(State state) throws InterruptedException {
            Recording next = changes.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            assertThat(next.state()).isEqualTo(state);
            return next;
        }

        Recording untilListed(Recordings recordings, String roomId) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (System.nanoTime() < deadline) {
                List<Recording> running = recordings.current(roomId).stream().toList();
                if (!running.isEmpty()) {
                    return running.getFirst();
                }
                Thread.onSpinWait();
            }
            throw new AssertionError("no recording");
        }

        @Override
        public void onChanged(Recording recording) {
            changes.add(recording);
        }

        @Override
        public void onRefused(int code, String message) {
            refusals.add(code + " " + message);
        }
    }
}
