package io.rostra.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.token.AppToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `GET /app/replay`: what our own watch page shows while nothing is live. It takes the token by
/// which its user came into the room.
///
/// What is kept of the last live stream is for everybody who might have watched it. A recording may
/// hold more than was ever live, so the room has to say that its audience may see it.
final class ReplayResource {

    private final RoomDirectory rooms;
    private final Broadcasts broadcasts;
    private final Optional<Recordings> recordings;
    private final @Nullable RecordingAssetsResource assets;

    /// @param assets null on a server that cannot record
    ReplayResource(RoomDirectory rooms, LivePorts live, @Nullable RecordingAssetsResource assets) {
        this.rooms = rooms;
        this.broadcasts = live.broadcasts();
        this.recordings = live.recordings();
        this.assets = assets;
    }

    record Replay(
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String stream,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Recorded recording) {}

    /// @param path of the file, with leading slash and signature
    /// @param duration seconds
    record Recorded(String path, long duration, String startedAt) {}

    ApiReply handle(AppToken caller) {
        Room room =
                rooms.findRoom(caller.roomId())
                        .filter(found -> found.workspaceId().equals(caller.workspaceId()))
                        .orElseThrow(() ->
                                new ApiException(ApiError.NOT_FOUND, "there is no such room"));
        return ApiReply.ok(
                new Replay(broadcasts.replay(room.id()).orElse(null), recordingOf(room)));
    }

    private @Nullable Recorded recordingOf(Room room) {
        RecordingAssetsResource files = assets;
        if (files == null || recordings.isEmpty() || !room.options().replay()) {
            return null;
        }
        return recordings.get().list().stream()
                .filter(each -> each.roomId().equals(room.id()))
                .filter(each -> each.state() == Recording.State.COMPLETED)
                .filter(each -> recordings.get().isShown(each.id()))
                .findFirst()
                .map(each ->
                        new Recorded(
                                files.linkFor(each),
                                each.duration().toSeconds(),
                                each.startedAt().toString()))
                .orElse(null);
    }
}
