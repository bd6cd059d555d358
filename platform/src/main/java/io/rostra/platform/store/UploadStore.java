package io.rostra.platform.store;

import io.rostra.platform.live.RecordedFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which recordings go to object storage, and which files are there. Blocks; thread-safe.
public final class UploadStore {

    private final Database database;

    UploadStore(Database database) {
        this.database = database;
    }

    public enum State {
        /// Its recording runs.
        RUNNING,
        /// For its turn, the first one or after a failure.
        WAITING,
        /// All files are there, and none is here.
        DONE
    }

    /// Where files go.
    ///
    /// @param endpoint URL of an S3-compatible server; null for Amazon's
    /// @param prefix of all keys, without a slash at the end
    public record Place(@Nullable String endpoint, String region, String bucket, String prefix) {}

    /// A file that is there.
    ///
    /// @param kind null for the recording itself
    public record StoredFile(
            String id,
            RecordedFile.@Nullable Kind kind,
            String key,
            long bytes,
            long createdAtMillis) {

        public Instant createdAt() {
            return Instant.ofEpochMilli(createdAtMillis);
        }
    }

    /// @param reason why the last attempt failed, in plain words; empty if it did not
    public record Upload(
            String recordingId,
            String roomId,
            State state,
            int attempts,
            Instant nextAttemptAt,
            Place place,
            List<StoredFile> files,
            String reason) {

        public Upload {
            files = List.copyOf(files);
        }

        public Upload waiting(Instant from) {
            return new Upload(
                    recordingId, roomId, State.WAITING, attempts, from, place, files, reason);
        }

        public Upload failed(String why, Instant nextAttempt) {
            return new Upload(
                    recordingId,
                    roomId,
                    State.WAITING,
                    attempts + 1,
                    nextAttempt,
                    place,
                    files,
                    why);
        }

        public Upload done() {
            return new Upload(
                    recordingId, roomId, State.DONE, attempts, nextAttemptAt, place, files, "");
        }

        public Upload with(StoredFile file) {
            List<StoredFile> more = new ArrayList<>(files);
            more.add(file);
            return new Upload(
                    recordingId, roomId, state, attempts, nextAttemptAt, place, more, reason);
        }

        public Optional<StoredFile> file(String id) {
            return files.stream().filter(file -> file.id().equals(id)).findFirst();
        }
    }

    private record Content(
            Place place, @Nullable List<StoredFile> files, @Nullable String reason) {}

    public List<Upload> all() {
        return database.read(h ->
                h.createQuery("SELECT * FROM recording_uploads")
                        .map((row, _) -> upload(row))
                        .list());
    }

    /// Adds it, or replaces what is known of it.
    public void save(Upload upload) {
        database.inTransaction(h ->
                h.createUpdate(
                                """
                                INSERT INTO recording_uploads (recording_id, room_id, state,
                                    attempts, next_attempt_at, content)
                                VALUES (:id, :room, :state, :attempts, :next, :content)
                                ON CONFLICT (recording_id) DO UPDATE SET state = :state,
                                    attempts = :attempts, next_attempt_at = :next,
                                    content = :content\
                                """)
                        .bind("id", upload.recordingId())
                        .bind("room", upload.roomId())
                        .bind("state", upload.state().name().toLowerCase(Locale.ROOT))
                        .bind("attempts", upload.attempts())
                        .bind("next", upload.nextAttemptAt().toEpochMilli())
                        .bind(
                                "content",
                                StoredJson.write(
                                        new Content(
                                                upload.place(), upload.files(), upload.reason())))
                        .execute());
    }

    public void remove(String recordingId) {
        database.inTransaction(h ->
                h.createUpdate("DELETE FROM recording_uploads WHERE recording_id = :id")
                        .bind("id", recordingId)
                        .execute());
    }

    private static Upload upload(ResultSet row) throws SQLException {
        Content content = StoredJson.read(row.getString("content"), Content.class);
        return new Upload(
                row.getString("recording_id"),
                row.getString("room_id"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                Instant.ofEpochMilli(row.getLong("next_attempt_at")),
                content.place(),
                content.files() == null ? List.of() : content.files(),
                content.reason() == null ? "" : content.reason());
    }
}
