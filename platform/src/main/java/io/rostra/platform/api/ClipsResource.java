package io.rostra.platform.api;

import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.token.ManagementToken;
import java.time.Duration;

/// Clips, which the original has not: parts of recordings and the newest part of a live stream. A
/// clip is a recording of its own.
final class ClipsResource {

    private static final double LONGEST_SECONDS = 86_400;
    private static final int LONGEST_LIVE_SECONDS = 600;
    private static final int LIVE_SECONDS = 30;

    private final RoomStore rooms;
    private final LiveRooms live;
    private final Recordings recordings;
    private final RecordingAssetsResource assets;
    private final Json json;

    ClipsResource(
            RoomStore rooms,
            LiveRooms live,
            Recordings recordings,
            RecordingAssetsResource assets,
            Json json) {
        this.rooms = rooms;
        this.live = live;
        this.recordings = recordings;
        this.assets = assets;
        this.json = json;
    }

    /// `{"start": 10, "end": 25.5}`, in seconds from the beginning of the recording.
    ApiReply ofRecording(ManagementToken caller, ApiRequest request) {
        Recording recording = assets.owned(caller, request.pathValue("id"));
        JsonBody body = json.read(request.body());
        Double start = body.number("start", 0, LONGEST_SECONDS);
        Double end = body.number("end", 0, LONGEST_SECONDS);
        if (start == null || end == null) {
            throw body.bad(start == null ? "start" : "end", "is missing: seconds in the recording");
        }
        if (end <= start) {
            throw body.bad("end", "must be later than start");
        }
        return made(() -> recordings.clip(recording.id(), seconds(start), seconds(end)));
    }

    /// `{"duration": 30}`: so many seconds up to now.
    ApiReply ofLive(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.owned(rooms, caller, request);
        Integer asked = json.read(request.body()).integer("duration", 1, LONGEST_LIVE_SECONDS);
        Duration last = Duration.ofSeconds(asked == null ? LIVE_SECONDS : asked);
        String session =
                Waiting.on(live.find(room.id()))
                        .orElseThrow(ActiveRoomsResource::notActive)
                        .sessionId();
        return made(() -> recordings.clipOfLive(room.id(), session, last));
    }

    private interface Maker {
        Recording make() throws Recordings.ClipException;
    }

    private ApiReply made(Maker maker) {
        try {
            return ApiReply.ok(assets.viewOf(maker.make()));
        } catch (Recordings.ClipException e) {
            throw new ApiException(ApiError.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
