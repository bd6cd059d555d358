package io.rostra.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import io.rostra.server.storage.Uploads;
import io.rostra.streaming.egress.recording.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is known of all recordings, on disk beside them. Thread-safe.
///
/// ```text
/// {id}.json           what it is; written when a recording starts, and when it ends
/// {id}.growing.mp4    while it runs
/// {id}.mp4            when it is complete
/// {id}-thumbnail-1.jpg, {id}-chat.csv, ...   what there is beside it
/// ```
final class RecordingCatalog implements Uploads.Disk {

    private static final Logger log = LoggerFactory.getLogger(RecordingCatalog.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INFO = ".json";

    /// Files of one kind beside a recording.
    static final int MOST_BESIDE = 10;

    private static final Pattern BESIDE = Pattern.compile("(.+)-(?:thumbnail|chat)-[0-9]{1,2}");

    private final Path directory;
    private final Map<String, Recording> recordings = new ConcurrentHashMap<>();

    private RecordingCatalog(Path directory) {
        this.directory = directory;
    }

    /// Reads what is there, and finishes the recordings that ran when the process before ended.
    static RecordingCatalog open(Path directory) {
        var catalog = new RecordingCatalog(directory);
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> infos = Files.newDirectoryStream(directory, "*" + INFO)) {
                infos.forEach(catalog::load);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The recordings cannot be read", e);
        }
        return catalog;
    }

    List<Recording> newestFirst() {
        return recordings.values().stream()
                .sorted(
                        Comparator.comparing(Recording::startedAt)
                                .thenComparing(Recording::id)
                                .reversed())
                .toList();
    }

    @Override
    public Optional<Recording> find(String id) {
        return Optional.ofNullable(recordings.get(id));
    }

    /// Where a recording is written to.
    Path growing(String id) {
        return directory.resolve(id + ".growing.mp4");
    }

    @Override
    public Path movie(String id) {
        return complete(id);
    }

    Path complete(String id) {
        return directory.resolve(id + ".mp4");
    }

    /// Where something beside a recording belongs.
    ///
    /// @param number from 1
    Path beside(String id, RecordedFile.Kind kind, int number) {
        return directory.resolve(id + "-" + kind.text() + "-" + number + kind.suffix());
    }

    /// What there is beside a recording, on the disk.
    @Override
    public List<RecordedFile> beside(String id) {
        List<RecordedFile> files = new ArrayList<>();
        for (RecordedFile.Kind kind : RecordedFile.Kind.values()) {
            for (int number = 1; number <= MOST_BESIDE; number++) {
                Path path = beside(id, kind, number);
                if (!Files.isRegularFile(path)) {
                    break;
                }
                files.add(describe(id, kind, number, path));
            }
        }
        return files;
    }

    private static RecordedFile describe(String id, RecordedFile.Kind kind, int number, Path path) {
        Instant createdAt = Instant.EPOCH;
        long bytes = 0;
        try {
            bytes = Files.size(path);
            createdAt = Files.getLastModifiedTime(path).toInstant();
        } catch (IOException e) {
            log.debug("{} is gone", path, e);
        }
        return new RecordedFile(
                id + "-" + kind.text() + "-" + number, kind, path, bytes, createdAt);
    }

    /// The id of the recording that a file is beside of, or is itself.
    static String recordingOf(String fileId) {
        Matcher name = BESIDE.matcher(fileId);
        return name.matches() ? name.group(1) : fileId;
    }

    /// Remembers in memory only.
    void update(Recording recording) {
        recordings.put(recording.id(), recording);
    }

    /// Remembers for good.
    void save(Recording recording) throws IOException {
        update(recording);
        Path file = directory.resolve(recording.id() + INFO);
        Path fresh = directory.resolve(recording.id() + INFO + ".new");
        Files.write(fresh, JSON.writeValueAsBytes(json(recording)));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Gives a finished file its name.
    void publish(String id) throws IOException {
        Files.move(growing(id), complete(id), StandardCopyOption.ATOMIC_MOVE);
    }

    /// @return false when there is no such recording, or it has not ended
    synchronized boolean delete(String id) {
        Recording recording = recordings.get(id);
        if (recording == null || !recording.state().ended()) {
            return false;
        }
        forget(id);
        return true;
    }

    /// Removes whatever there is of a recording.
    synchronized void forget(String id) {
        try {
            Files.deleteIfExists(complete(id));
            Files.deleteIfExists(growing(id));
            for (RecordedFile file : beside(id)) {
                Files.deleteIfExists(Objects.requireNonNull(file.path()));
            }
            Files.deleteIfExists(directory.resolve(id + INFO));
        } catch (IOException e) {
            throw new UncheckedIOException("The recording cannot be deleted", e);
        }
        recordings.remove(id);
    }

    private void load(Path info) {
        try {
            Recording recording = recording(JSON.readTree(info.toFile()));
            String id = info.getFileName().toString();
            if (recording == null || !id.equals(recording.id() + INFO)) {
                log.warn("{} is not a recording", info);
                return;
            }
            if (recording.state().ended()) {
                update(recording);
            } else {
                save(repaired(recording));
            }
        } catch (IOException e) {
            log.warn("{} cannot be read", info, e);
        }
    }

    /// A recording that the end of the process cut off.
    private Recording repaired(Recording cut) throws IOException {
        if (!Files.exists(complete(cut.id())) && !Files.exists(growing(cut.id()))) {
            return failed(cut, "Nothing was recorded before the server ended.");
        }
        boolean published = Files.exists(complete(cut.id()));
        Recorder.Repaired facts =
                Recorder.repair(published ? complete(cut.id()) : growing(cut.id()));
        if (facts == null) {
            return failed(cut, "Nothing was recorded before the server ended.");
        }
        if (!published) {
            publish(cut.id());
        }
        log.info("Recording {} was cut off and has been repaired", cut.id());
        Duration duration = Duration.ofMillis(facts.durationMillis());
        return new Recording(
                cut.id(),
                cut.roomId(),
                cut.sessionId(),
                Recording.State.COMPLETED,
                cut.startedAt(),
                cut.startedAt().plus(duration),
                duration,
                facts.bytes(),
                facts.width(),
                facts.height(),
                "The server ended while it ran.");
    }

    private static Recording failed(Recording cut, String reason) {
        return new Recording(
                cut.id(),
                cut.roomId(),
                cut.sessionId(),
                Recording.State.FAILED,
                cut.startedAt(),
                cut.startedAt(),
                Duration.ZERO,
                0,
                0,
                0,
                reason);
    }

    private static ObjectNode json(Recording recording) {
        Instant stoppedAt = recording.stoppedAt();
        return JSON.createObjectNode()
                .put("id", recording.id())
                .put("room_id", recording.roomId())
                .put("session_id", recording.sessionId())
                .put("state", recording.state().name())
                .put("started_at", recording.startedAt().toString())
                .put("stopped_at", stoppedAt == null ? null : stoppedAt.toString())
                .put("duration_ms", recording.duration().toMillis())
                .put("bytes", recording.bytes())
                .put("width", recording.width())
                .put("height", recording.height())
                .put("failure", recording.failure())
                .put("kind", recording.kind().name());
    }

    /// Null for what we did not write.
    private static @Nullable Recording recording(JsonNode json) {
        try {
            return new Recording(
                    json.path("id").asText(),
                    json.path("room_id").asText(),
                    json.path("session_id").asText(),
                    Recording.State.valueOf(json.path("state").asText()),
                    Instant.parse(json.path("started_at").asText()),
                    json.hasNonNull("stopped_at")
                            ? Instant.parse(json.path("stopped_at").asText())
                            : null,
                    Duration.ofMillis(json.path("duration_ms").asLong()),
                    json.path("bytes").asLong(),
                    json.path("width").asInt(),
                    json.path("height").asInt(),
                    json.hasNonNull("failure") ? json.path("failure").asText() : null,
                    Recording.Kind.valueOf(json.path("kind").asText("PROGRAM")));
        } catch (java.time.DateTimeException | IllegalArgumentException _) {
            return null;
        }
    }
}
