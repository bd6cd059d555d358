package io.rostra.platform.live;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file beside a recording.
///
/// @param id unique among all files and recordings
/// @param path on the disk; null once it has gone to object storage
/// @param stored its URI there, such as `s3://bucket/key`; null while it is on the disk
public record RecordedFile(
        String id,
        Kind kind,
        @Nullable Path path,
        @Nullable String stored,
        long bytes,
        Instant createdAt) {

    /// On the disk.
    public RecordedFile(String id, Kind kind, Path path, long bytes, Instant createdAt) {
        this(id, kind, path, null, bytes, createdAt);
    }

    public enum Kind {
        /// What the recording shows at some time, as JPEG.
        THUMBNAIL("thumbnail", ".jpg", "image/jpeg"),
        /// What was said in the chat meanwhile, to everybody.
        CHAT("chat", ".csv", "text/csv; charset=utf-8");

        private final String text;
        private final String suffix;
        private final String contentType;

        Kind(String text, String suffix, String contentType) {
            this.text = text;
            this.suffix = suffix;
            this.contentType = contentType;
        }

        public String text() {
            return text;
        }

        /// Of the file's name.
        public String suffix() {
            return suffix;
        }

        public String contentType() {
            return contentType;
        }
    }
}
