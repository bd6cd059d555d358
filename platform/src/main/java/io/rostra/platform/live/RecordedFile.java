package io.rostra.platform.live;

import java.nio.file.Path;
import java.time.Instant;

/// A file beside a recording.
///
/// @param id unique among all files and recordings
public record RecordedFile(String id, Kind kind, Path path, long bytes, Instant createdAt) {

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
