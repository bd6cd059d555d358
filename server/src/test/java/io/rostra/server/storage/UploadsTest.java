package io.rostra.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.Database;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.UploadStore.State;
import io.rostra.platform.store.UploadStore.Upload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads to a real S3 server over HTTP.
class UploadsTest {

    private static final Instant AT = Instant.parse("2026-05-04T10:00:00.123Z");
    private static final int MIB = 1 << 20;

    @TempDir Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private Database database;
    private PlatformStores stores;
    private Room room;
    private S3Server server;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(directory.resolve("rostra.db"));
        stores = PlatformStores.of(database, InstantSource.system());
        stores.fillIfEmpty();
        var workspace = stores.workspaces().all().getFirst();
        room = stores.rooms().search(workspace.id(), "", null, 1).getFirst();
        server = new S3Server();
    }

    @AfterEach
    void close() throws Exception {
        http.close();
        server.close();
        database.close();
    }

    private Uploads uploads(StorageTarget own) {
        var choice = new StorageChoice(stores.rooms(), Optional.of(own));
        return new Uploads(stores.uploads(), choice, stores.clock(), Duration.ofMillis(20));
    }

    @Test
    void bringsTheRecordingAndWhatIsBesideIt() throws Exception {
        server.start();
        var disk = new Disk(room.id());
        try (Uploads uploads = uploads(server.target("live"))) {
            uploads.start(disk);
            uploads.expect("r1", room.id());
            assertThat(uploads.uri("r1", "r1")).as("not yet there").isEmpty();
            uploads.ended(disk.recording);
            awaitDone();
            String movie = "live/beam/%s/20260504/Rec-%1$s-1777888800123.mp4".formatted(room.id());
            assertThat(uploads.uri("r1", "r1")).hasValue("s3://recordings/" + movie);
            assertThat(uploads.uri("r1", "r1-chat-1"))
                    .hasValueSatisfying(
                            uri -> assertThat(uri).contains("/live/chat/").endsWith(".csv"));
            assertThat(server.has(movie)).isTrue();
            assertThat(disk.movie("r1")).as("it is there, so it is not here").doesNotExist();
            assertThat(disk.chat).doesNotExist();
            URI link = uploads.link("r1", "r1", Duration.ofMinutes(5)).orElseThrow();
            HttpResponse<String> fetched = get(link);
            assertThat(fetched.statusCode()).isEqualTo(200);
            assertThat(fetched.body()).isEqualTo("movie");
            assertThat(fetched.headers().firstValue("Content-Type")).hasValue("video/mp4");
            assertThat(
                            get(URI.create(
                                            link.toString()
                                                    .replace(
                                                            "X-Amz-Expires=300",
                                                            "X-Amz-Expires=301")))
                                    .statusCode())
                    .as("a link that was tampered with")
                    .isEqualTo(403);
            assertThat(uploads.isInOwn("r1")).isTrue();
            uploads.delete("r1");
            assertThat(server.has(movie)).isFalse();
            assertThat(stores.uploads().all()).isEmpty();
        }
    }

    @Test
    void triesUntilTheStorageIsBackAlsoAfterARestart() throws Exception {
        var disk = new Disk(room.id());
        try (Uploads uploads = uploads(server.target(""))) {
            uploads.start(disk);
            uploads.expect("r1", room.id());
            uploads.ended(disk.recording);
            await(() -> stored().attempts() >= 2);
            assertThat(stored().reason()).isNotEmpty().doesNotContain(S3Server.SECRET);
            assertThat(disk.movie("r1")).exists();
            assertThat(uploads.waiting()).isEqualTo(1);
            assertThat(uploads.failed()).isPositive();
        }
        server.start();
        try (Uploads restarted = uploads(server.target(""))) {
            restarted.start(disk);
            awaitDone();
            assertThat(disk.movie("r1")).doesNotExist();
        }
    }

    @Test
    void finishesWhatAProcessBeforeHadNoTimeToBegin() throws Exception {
        server.start();
        var disk = new Disk(room.id());
        try (Uploads killed = uploads(server.target(""))) {
            killed.expect("r1", room.id());
            killed.expect("gone", room.id());
        }
        try (Uploads restarted = uploads(server.target(""))) {
            restarted.start(disk);
            awaitDone();
            assertThat(stores.uploads().all()).as("of what never was, nothing stays").hasSize(1);
        }
    }

    @Test
    void sendsLargeFilesInParts() throws Exception {
        server.start();
        byte[] content = new byte[12 * MIB + 17];
        new Random(5).nextBytes(content);
        Path file = Files.write(directory.resolve("large.mp4"), content);
        try (ObjectStorage storage = ObjectStorage.open(server.target(""), 5 * MIB)) {
            storage.put("large.mp4", file, "video/mp4");
            HttpResponse<byte[]> fetched =
                    http.send(
                            HttpRequest.newBuilder(storage.link("large.mp4", Duration.ofMinutes(1)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(fetched.body()).isEqualTo(content);
        }
    }

    @Test
    void refusalsSayWhyButNoSecret() throws Exception {
        server.start();
        StorageTarget right = server.target("");
        var wrong = new StorageTarget(right.place(), right.accessKey(), "another-secret");
        Path file = Files.writeString(directory.resolve("x"), "x");
        try (ObjectStorage storage = ObjectStorage.open(wrong)) {
            assertThatThrownBy(() -> storage.put("x", file, "text/plain"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("403")
                    .hasMessageNotContaining("another-secret");
        }
        assertThat(wrong.toString()).doesNotContain("another-secret");
    }

    private HttpResponse<String> get(URI link) throws Exception {
        return http.send(
                HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Upload stored() {
        return stores.uploads().all().getFirst();
    }

    private void awaitDone() throws InterruptedException {
        await(() -> stored().state() == State.DONE);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /// One complete recording with a chat.
    private final class Disk implements Uploads.Disk {
        final Recording recording;
        final Path chat;

        Disk(String roomId) throws IOException {
            recording =
                    new Recording(
                            "r1",
                            roomId,
                            "s1",
                            Recording.State.COMPLETED,
                            AT,
                            AT.plusSeconds(60),
                            Duration.ofSeconds(60),
                            5,
                            1280,
                            720,
                            null);
            Files.writeString(movie("r1"), "movie");
            chat = Files.writeString(directory.resolve("r1-chat-1.csv"), "chat");
        }

        @Override
        public Optional<Recording> find(String recordingId) {
            return recordingId.equals("r1") ? Optional.of(recording) : Optional.empty();
        }

        @Override
        public Path movie(String recordingId) {
            return directory.resolve(recordingId + ".mp4");
        }

        @Override
        public List<RecordedFile> beside(String recordingId) {
            return Files.exists(chat)
                    ? List.of(new RecordedFile("r1-chat-1", RecordedFile.Kind.CHAT, chat, 4, AT))
                    : List.of();
        }
    }
}
