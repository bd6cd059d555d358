package io.rostra.platform.room;

import io.rostra.platform.template.StorageUpload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a room may have of its own.
///
/// @param region `in`, `us`, `eu` or empty
/// @param size most peers at a time, or null for what the server allows
/// @param maxDurationSeconds of a session, 120 to 43200, or null for no end
/// @param polls ids of linked polls
/// @param webhook where this room's events go instead of the workspace's address
/// @param recordingInfo null when recording follows the template
/// @param replay whether the audience may see the last recording when nothing is live
public record RoomOptions(
        String region,
        boolean largeRoom,
        @Nullable Integer size,
        @Nullable Integer maxDurationSeconds,
        List<String> polls,
        @Nullable Webhook webhook,
        @Nullable RecordingInfo recordingInfo,
        boolean replay) {

    public static final RoomOptions NONE =
            new RoomOptions("", false, null, null, List.of(), null, null, false);

    public RoomOptions {
        polls = polls == null ? List.of() : List.copyOf(polls);
    }

    /// How many peers may be in the room, given what the server allows.
    public int mostPeers(int serverLimit) {
        return size == null || size == 0 ? serverLimit : Math.min(size, serverLimit);
    }

    /// @param headers sent along, to prove who sends: never log them
    public record Webhook(String url, Map<String, String> headers) {

        public Webhook {
            headers = headers == null ? Map.of() : Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "Webhook[headers=" + headers.keySet() + "]";
        }
    }

    public record RecordingInfo(boolean enabled, @Nullable StorageUpload uploadInfo) {}
}
