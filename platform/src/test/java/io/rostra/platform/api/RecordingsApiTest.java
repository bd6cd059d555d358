package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recording.State;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.store.TestDatabase;
import io.rostra.platform.token.TokenIssuer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsApiTest {

    @TempDir Path folder;

    private final Engine engine = new Engine();
    private ApiServer server;
    private String room;

    /// Records nothing, but says what an engine would.
    private final class Engine implements Recordings {
        final List<Recording> all = new CopyOnWriteArrayList<>();
        Instant startedAt = Instant.EPOCH;

        /// Where recordings are fetched from once they have gone there; null while they are here,
        /// empty when nobody knows its keys.
        @Nullable String storage;

        @Override
        public Optional<String> stored(String recordingId) {
            return storage == null ? Optional.empty() : Optional.of("s3://bucket/" + recordingId);
        }

        @Override
        public Optional<URI> storageLink(String fileId, Duration validFor) {
            return storage == null || storage.isEmpty()
                    ? Optional.empty()
                    : Optional.of(URI.create(storage));
        }

        @Override
        public void start(String roomId, String sessionId, Listener listener) {
            if (current(roomId).isPresent()) {
                listener.onRefused(409, "The room is being recorded already.");
                return;
            }
            var made = make("r-" + all.size(), roomId, sessionId, State.STARTING, null);
            all.addFirst(made);
            listener.onChanged(made);
        }

        private Recording make(
                String id, String roomId, String session, State state, @Nullable Instant stopped) {
            return new Recording(
                    id,
                    roomId,
                    session,
                    state,
                    startedAt,
                    stopped,
                    Duration.ofSeconds(61),
                    10,
                    1280,
                    720,
                    null);
        }

        private void move(String roomId, State state, @Nullable Instant stopped) {
            Recording old = current(roomId).orElseThrow();
            all.set(all.indexOf(old), make(old.id(), roomId, old.sessionId(), state, stopped));
        }

        @Override
        public void pause(String roomId) {
            move(roomId, State.PAUSED, null);
        }

        @Override
        public void resume(String roomId) {
            move(roomId, State.RUNNING, null);
        }

        @Override
        public void stop(String roomId) {
            move(roomId, State.COMPLETED, Instant.EPOCH.plusSeconds(61));
        }

        @Override
        public Optional<Recording> current(String roomId) {
            return all.stream()
                    .filter(each -> each.roomId().equals(roomId) && !each.state().ended())
                    .findFirst();
        }

        @Override
        public List<Recording> list() {
            return all;
        }

        @Override
        public Optional<Recording> find(String recordingId) {
            return all.stream().filter(each -> each.id().equals(recordingId)).findFirst();
        }

        @Override
        public Optional<Path> file(String recordingId) {
            return find(recordingId)
                    .filter(each -> each.state() == State.COMPLETED && storage == null)
                    .map(_ -> folder.resolve("file.mp4"));
        }

        @Override
        public List<RecordedFile> beside(String recordingId) {
            return recordingId.equals("r-0")
                    ? List.of(
                            file("r-0-thumbnail-1", RecordedFile.Kind.THUMBNAIL),
                            file("r-0-chat-1", RecordedFile.Kind.CHAT))
                    : List.of();
        }

        private RecordedFile file(String id, RecordedFile.Kind kind) {
            return new RecordedFile(
                    id, kind, folder.resolve("file.mp4"), 10, Instant.EPOCH.plusSeconds(1));
        }

        @Override
        public Optional<RecordedFile> findFile(String fileId) {
            return beside("r-0").stream().filter(file -> file.id().equals(fileId)).findFirst();
        }

        @Override
        public Recording clip(String recordingId, Duration from, Duration to) throws ClipException {
            if (to.toSeconds() > 60) {
                throw new ClipException("The recording ends after 60 seconds.");
            }
            return clipOf(find(recordingId).orElseThrow().roomId(), to.minus(from));
        }

        @Override
        public Recording clipOfLive(String roomId, String sessionId, Duration last) {
            return clipOf(roomId, last);
        }

        private Recording clipOf(String roomId, Duration duration) {
            var clip =
                    new Recording(
                            "c-" + all.size(),
                            roomId,
                            "s",
                            State.COMPLETED,
                            Instant.EPOCH,
                            Instant.EPOCH,
                            duration,
                            10,
                            1280,
                            720,
                            null,
                            Recording.Kind.CLIP);
            all.addFirst(clip);
            return clip;
        }

        @Override
        public boolean delete(String recordingId) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = ApiServer.start(GuestPolicy.OFF, TestDatabase.SQLITE, Optional.of(engine));
        room = server.mainRoom().id();
        Files.writeString(folder.resolve("file.mp4"), "0123456789");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRoomIsRecordedPausedAndFetched() {
        String inRoom = "/v2/recordings/room/" + room;
        server.post(inRoom + "/start", "{}").error(404);
        server.live().join(room, "ann", "broadcaster");

        JsonNode started = server.post(inRoom + "/start", "").json(200);
        assertThat(started.path("status").asText()).isEqualTo("starting");
        assertThat(started.path("started_at").isNull()).isTrue();
        assertThat(started.path("recording_assets").isNull()).isTrue();
        assertThat(server.post(inRoom + "/start", "{}").error(409)).contains("already");
        assertThat(server.post(inRoom + "/start", "{\"audio_only\":true}").error(400))
                .contains("audio_only");
        server.post(inRoom + "/pause", "").json(200);
        assertThat(server.post(inRoom + "/resume", "{}").json(200).path("status").asText())
                .isEqualTo("running");
        server.get("/v2/recording-assets/r-0").error(404);

        JsonNode stopped = server.post(inRoom + "/stop", "{}").json(200).path("data").get(0);
        assertThat(stopped.path("status").asText()).isEqualTo("completed");
        JsonNode asset = stopped.path("recording_assets").get(0);
        assertThat(asset.path("duration").asInt()).isEqualTo(61);
        assertThat(asset.path("metadata").path("resolution").path("width").asInt()).isEqualTo(1280);
        server.post(inRoom + "/stop", "{}").error(404);
        server.post("/v2/recordings/r-0/stop", "{}").error(404);
        assertThat(
                        server.get("/v2/recordings?status=completed&room_id=" + room)
                                .json(200)
                                .path("data"))
                .hasSize(1);
        assertThat(server.get("/v2/recordings?start=r-0").json(200).path("data")).isEmpty();
        assertThat(server.get("/v2/recording-assets").json(200).path("data").get(0))
                .isEqualTo(asset);

        String link = "/v2/recording-assets/r-0/presigned-url";
        assertThat(server.get(link + "?presign_duration=0").error(400))
                .contains("presign_duration");
        JsonNode signed = server.get(link + "?presign_duration=60").json(200);
        assertThat(signed.path("expiry").asInt()).isEqualTo(60);
        String url = signed.path("url").asText();
        assertThat(fetch(url, null).response().body()).isEqualTo("0123456789");
        var part = fetch(url, "bytes=2-4");
        part.status(206);
        assertThat(part.response().body()).isEqualTo("234");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
        fetch(url, "bytes=10-").status(416);
        fetch(url.replaceAll("expires=[0-9]+", "expires=99999999999"), null).error(403);
        fetch(url.replace("r-0", "r-1"), null).error(403);
        fetch(url.replaceAll("signature=.*", ""), null).error(403);
    }

    @Test
    void aLiveStreamIsRecordedAlongAndItsRecordingPaused() {
        String session = server.live().join(room, "ann", "broadcaster");
        String inRoom = "/v2/live-streams/room/" + room;
        String plain = server.post(inRoom + "/start", "{}").json(200).path("id").asText();
        assertThat(server.post("/v2/live-streams/" + plain + "/pause-recording", "").error(400))
                .contains("not recorded");
        server.post(inRoom + "/stop", "{}").json(200);
        JsonNode stream =
                server.post(inRoom + "/start", "{\"recording\":{\"single_file_per_layer\":true}}")
                        .json(200);
        assertThat(stream.at("/recording/single_file_per_layer").asBoolean()).isTrue();
        assertThat(stream.path("recording_assets").isNull()).isTrue();
        engine.startedAt = Instant.now().plusMillis(1);
        engine.start(room, session, new Ignoring());
        String one = "/v2/live-streams/" + stream.path("id").asText();
        JsonNode paused = server.post(one + "/pause-recording", "").json(200);
        assertThat(paused.path("status").asText()).as("the stream goes on").isEqualTo("running");
        assertThat(engine.current(room)).map(Recording::state).hasValue(State.PAUSED);
        server.post(one + "/resume-recording", "{}").json(200);
        assertThat(engine.current(room)).map(Recording::state).hasValue(State.RUNNING);
        engine.stop(room);
        JsonNode assets = server.get(one).json(200).path("recording_assets");
        assertThat(assets.path(0).path("job_id").asText()).isEqualTo("r-0");
        server.post(inRoom + "/stop", "{}").json(200);
        server.post(one + "/pause-recording", "").error(404);
    }

    private static final class Ignoring implements Recordings.Listener {
        @Override
        public void onChanged(Recording recording) {}

        @Override
        public void onRefused(int code, String message) {}
    }

    @Test
    void whatIsInObjectStorageIsFetchedThere() {
        server.live().join(room, "ann", "broadcaster");
        server.post("/v2/recordings/room/" + room + "/start", "").json(200);
        server.post("/v2/recordings/room/" + room + "/stop", "").json(200);
        String link = "/v2/recording-assets/r-0/presigned-url";
        String ours = server.get(link).json(200).path("url").asText();
        engine.storage = "https://storage.example.org/bucket/r-0.mp4?signed";
        JsonNode asset = server.get("/v2/recording-assets/r-0").json(200);
        assertThat(asset.path("path").asText()).isEqualTo("s3://bucket/r-0");
        assertThat(server.get(link).json(200).path("url").asText()).isEqualTo(engine.storage);
        var moved = fetch(ours, null);
        moved.status(302);
        assertThat(moved.header("Location")).as("an older link leads on").isEqualTo(engine.storage);
        fetch(ours.replaceAll("signature=.*", "signature=0"), null).error(403);
        engine.storage = "";
        assertThat(server.get(link).error(404)).contains("not configured");
    }

    @Test
    void thumbnailsAndChatStandBesideARecording() {
        String inRoom = "/v2/recordings/room/" + room;
        server.live().join(room, "ann", "broadcaster");
        server.post(inRoom + "/start", "").json(200);
        JsonNode stopped = server.post(inRoom + "/stop", "{}").json(200).path("data").get(0);
        JsonNode assets = stopped.path("recording_assets");
        assertThat(assets).hasSize(3);
        assertThat(assets.get(0).path("thumbnails").get(0).asText())
                .isEqualTo("recordings/r-0-thumbnail-1.jpg");
        assertThat(assets.get(2).path("type").asText()).isEqualTo("chat");
        assertThat(server.get("/v2/recording-assets").json(200).path("data")).isEqualTo(assets);
        JsonNode rest = server.get("/v2/recording-assets?start=r-0").json(200).path("data");
        assertThat(rest).hasSize(2);
        assertThat(server.get("/v2/recording-assets?start=r-0-chat-1").json(200).path("data"))
                .isEmpty();
        assertThat(server.get("/v2/recording-assets/r-0-chat-1").json(200))
                .isEqualTo(assets.get(2));
        String link = "/v2/recording-assets/r-0-thumbnail-1/presigned-url";
        String url = server.get(link).json(200).path("url").asText();
        assertThat(fetch(url, null).header("Content-Type")).isEqualTo("image/jpeg");
        fetch(url.replace("thumbnail-1.jpg", "chat-1.csv"), null).error(403);
    }

    @Test
    void clipsAreRecordingsOfTheirOwn() {
        String inRoom = "/v2/recordings/room/" + room;
        server.live().join(room, "ann", "broadcaster");
        server.post(inRoom + "/start", "").json(200);
        server.post(inRoom + "/stop", "{}").json(200);
        String clips = "/v2/recording-assets/r-0/clips";
        assertThat(server.post(clips, "{\"start\":1}").error(400)).contains("end");
        assertThat(server.post(clips, "{\"start\":5,\"end\":5}").error(400)).contains("later");
        assertThat(server.post(clips, "{\"start\":5,\"end\":99}").error(409)).contains("60");
        server.post("/v2/recording-assets/none/clips", "{\"start\":1,\"end\":2}").error(404);
        JsonNode clip = server.post(clips, "{\"start\":1.5,\"end\":9}").json(200);
        assertThat(clip.path("type").asText()).isEqualTo("clip");
        assertThat(clip.path("duration").asInt()).isEqualTo(7);
        JsonNode live =
                server.post("/v2/live-streams/room/" + room + "/clips", "{\"duration\":20}")
                        .json(200);
        assertThat(live.path("duration").asInt()).isEqualTo(20);
        server.get("/v2/recordings/" + live.path("id").asText()).json(200);
    }

    private ApiServer.Reply fetch(String url, @Nullable String range) {
        var request = HttpRequest.newBuilder(URI.create(url));
        if (range != null) {
            request.header("Range", range);
        }
        return server.send(request.build());
    }

    @Test
    void foreignWorkspacesSeeNothing() throws Exception {
        engine.start(
                "f".repeat(24),
                "s",
                new Recordings.Listener() {
                    @Override
                    public void onChanged(Recording recording) {}

                    @Override
                    public void onRefused(int code, String message) {}
                });
        server.get("/v2/recordings/r-0").error(404);
        assertThat(server.get("/v2/recordings").json(200).path("data")).isEmpty();
    }

    @Test
    void rangesAreThoseOfTheRfc() {
        assertThat(FileDownload.range("bytes=0-", 10)).containsExactly(0, 9);
        assertThat(FileDownload.range("bytes=-3", 10)).containsExactly(7, 9);
        assertThat(FileDownload.range("bytes=-99", 10)).containsExactly(0, 9);
        assertThat(FileDownload.range("bytes=5-99", 10)).containsExactly(5, 9);
        assertThat(FileDownload.range("bytes=7-5", 10)).isEmpty();
        assertThat(FileDownload.range("bytes=0-0", 0)).isEmpty();
        for (String ignored : List.of("bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "")) {
            assertThat(FileDownload.range(ignored, 10)).as(ignored).isNull();
        }
    }

    private JsonNode replay() {
        String token =
                new TokenIssuer(InstantSource.system())
                        .app(server.workspace(), room, "vera", "hls-viewer", TokenIssuer.DAY);
        return server.get("/app/replay", "Bearer " + token).json(200);
    }

    @Test
    void theAudienceSeesTheLastRecordingOnlyWhenTheRoomSaysSo() {
        engine.all.add(engine.make("old", room, "s1", State.COMPLETED, Instant.EPOCH));
        assertThat(replay().path("recording").isNull()).isTrue();
        assertThat(replay().path("stream").isNull()).isTrue();
        JsonNode changed = server.post("/v2/rooms/" + room, "{\"replay\":true}").json(200);
        assertThat(changed.path("replay").asBoolean()).isTrue();

        JsonNode recording = replay().path("recording");
        assertThat(recording.path("duration").asInt()).isEqualTo(61);
        String path = recording.path("path").asText();
        assertThat(server.get(path, null).response().body()).isEqualTo("0123456789");
        server.get(path.replace("old", "other"), null).error(403);
        server.get("/app/replay", "Bearer nonsense").error(401);
        server.get("/app/replay").error(401);

        engine.all.addFirst(engine.make("new", room, "s2", State.RUNNING, null));
        assertThat(replay().path("recording").path("path").asText()).contains("/old.mp4");
    }
}
