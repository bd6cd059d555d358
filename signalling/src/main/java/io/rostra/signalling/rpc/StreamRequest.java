package io.rostra.signalling.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a peer may ask of what leaves the room: recordings, pushes to other servers, captions,
/// cues.
public sealed interface StreamRequest extends Request {

    /// Cues for the audience of the live stream.
    record TimedMetadata(List<Cue> cues) implements StreamRequest {
        public TimedMetadata {
            cues = List.copyOf(cues);
        }
    }

    /// @param seconds for which the cue is valid
    record Cue(String payload, int seconds) {}

    /// @param urls of servers to push to, with their keys; may be empty
    /// @param record whether to record
    record RtmpStart(List<String> urls, boolean record) implements StreamRequest {
        public RtmpStart {
            urls = List.copyOf(urls);
        }

        @Override
        public String toString() {
            return "RtmpStart[" + urls.size() + " urls, record=" + record + "]";
        }
    }

    /// Stops the pushes and the recording.
    record RtmpStop() implements StreamRequest {}

    /// @param language as the app names it, or null
    record TranscriptionStart(@Nullable String language) implements StreamRequest {}

    record TranscriptionStop() implements StreamRequest {}

    record TranscriptionUpdate(@Nullable String language) implements StreamRequest {}
}
