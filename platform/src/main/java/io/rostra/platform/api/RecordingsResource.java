package io.rostra.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rostra.platform.live.LiveRooms;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.token.ManagementToken;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/v2/recordings`: what the audience of a room sees, as a file.
final class RecordingsResource {

    private static final List<String> STATUSES =
            List.of("starting", "running", "stopping", "post_processing", "completed", "failed");

    private final RoomStore rooms;
    private final LiveRooms live;
    private final Recordings recordings;
    private final RecordingAssetsResource assets;
    private final Json json;

    RecordingsResource(
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

    /// @param recordingAssets null until there are some, and in lists
    /// @param reason why it failed or ended early; ours
    record RecordingView(
            String id,
            String roomId,
            String sessionId,
            String status,
            String meetingUrl,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable List<String> assetTypes,
            @JsonInclude(JsonInclude.Include.ALWAYS)
                    @Nullable List<RecordingAssetsResource.AssetView> recordingAssets,
            String createdAt,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String startedAt,
            String updatedAt,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String stoppedAt,
            String startedBy,
            String stoppedBy,
            @Nullable String reason) {

        static RecordingView of(
                Recording recording, @Nullable List<RecordingAssetsResource.AssetView> assets) {
            Instant stopped = recording.stoppedAt();
            String started = recording.startedAt().toString();
            return new RecordingView(
                    recording.id(),
                    recording.roomId(),
                    recording.sessionId(),
                    textOf(recording.state()),
                    "",
                    List.of(RecordingAssetsResource.typeOf(recording)),
                    assets,
                    started,
                    recording.state() == Recording.State.STARTING ? null : started,
                    stopped == null ? started : stopped.toString(),
                    stopped == null ? null : stopped.toString(),
                    "",
                    "",
                    recording.failure());
        }
    }

    static String textOf(Recording.State state) {
        return switch (state) {
            case STARTING -> "starting";
            case RUNNING, PAUSED -> "running";
            case FINISHING -> "post_processing";
            case COMPLETED -> "completed";
            case FAILED -> "failed";
        };
    }

    ApiReply start(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.enabled(rooms, caller, request);
        JsonBody body = json.read(request.body());
        body.text("meeting_url", 2048);
        body.object("resolution");
        body.text("destination", RoleReader.MAX_NAME);
        if (body.flag("audio_only", false)) {
            throw new ApiException(ApiError.NOT_ENABLED, "audio_only: there is always a picture");
        }
        JsonBody transcription = body.object("transcription");
        if (transcription != null && transcription.flag("enabled", false)) {
            throw new ApiException(
                    ApiError.NOT_ENABLED, "transcription: nothing is transcribed here");
        }
        String session =
                Waiting.on(live.find(room.id()))
                        .orElseThrow(ActiveRoomsResource::notActive)
                        .sessionId();
        var started = new CompletableFuture<Recording>();
        recordings.start(room.id(), session, new Start(started));
        return ApiReply.ok(view(Waiting.on(started)));
    }

    private record Start(CompletableFuture<Recording> started) implements Recordings.Listener {
        @Override
        public void onChanged(Recording recording) {
            started.complete(recording);
        }

        @Override
        public void onRefused(int code, String message) {
            started.completeExceptionally(
                    new ApiException(
                            switch (code) {
                                case 409 -> ApiError.CONFLICT;
                                case 507 -> ApiError.OVERLOADED;
                                default -> ApiError.INTERNAL;
                            },
                            message));
        }
    }

    ApiReply stopAll(ManagementToken caller, ApiRequest request) {
        Recording recording = current(caller, request);
        recordings.stop(recording.roomId());
        return ApiReply.ok(new Page<>(10, List.of(view(now(recording))), ""));
    }

    ApiReply pause(ManagementToken caller, ApiRequest request) {
        Recording recording = current(caller, request);
        recordings.pause(recording.roomId());
        return ApiReply.ok(view(now(recording)));
    }

    ApiReply resume(ManagementToken caller, ApiRequest request) {
        Recording recording = current(caller, request);
        recordings.resume(recording.roomId());
        return ApiReply.ok(view(now(recording)));
    }

    ApiReply stop(ManagementToken caller, ApiRequest request) {
        Recording recording = assets.owned(caller, request.pathValue("id"));
        boolean runs =
                recordings
                        .current(recording.roomId())
                        .filter(current -> current.id().equals(recording.id()))
                        .isPresent();
        if (!runs) {
            throw notRunning();
        }
        recordings.stop(recording.roomId());
        return ApiReply.ok(view(now(recording)));
    }

    ApiReply get(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(view(assets.owned(caller, request.pathValue("id"))));
    }

    ApiReply list(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        int limit = params.limit();
        String status = params.choice("status", STATUSES);
        List<RecordingView> found =
                matching(rooms, recordings, caller, params)
                        .filter(each -> status == null || textOf(each.state()).equals(status))
                        .limit(limit)
                        .map(each -> RecordingView.of(each, null))
                        .toList();
        return ApiReply.ok(new Page<>(limit, found, found.isEmpty() ? "" : found.getLast().id()));
    }

    /// The caller's recordings, newest first, from `start` on.
    static Stream<Recording> matching(
            RoomStore rooms, Recordings recordings, ManagementToken caller, QueryParams params) {
        return matching(
                rooms,
                recordings,
                caller,
                params.text("room_id"),
                params.text("session_id"),
                params.text("start"));
    }

    /// Null means "whatever".
    static Stream<Recording> matching(
            RoomStore rooms,
            Recordings recordings,
            ManagementToken caller,
            @Nullable String room,
            @Nullable String session,
            @Nullable String start) {
        List<Recording> all = recordings.list();
        int from = 0;
        for (int i = 0; start != null && i < all.size(); i++) {
            if (all.get(i).id().equals(start)) {
                from = i + 1;
            }
        }
        Map<String, Boolean> mine = new HashMap<>();
        return all.stream()
                .skip(from)
                .filter(each -> room == null || each.roomId().equals(room))
                .filter(each -> session == null || each.sessionId().equals(session))
                .filter(each ->
                        mine.computeIfAbsent(
                                each.roomId(),
                                id -> rooms.find(caller.workspaceId(), id).isPresent()));
    }

    private RecordingView view(Recording recording) {
        return RecordingView.of(recording, assets.assetsOf(recording));
    }

    private Recording now(Recording recording) {
        return recordings.find(recording.id()).orElse(recording);
    }

    private Recording current(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.owned(rooms, caller, request);
        return recordings.current(room.id()).orElseThrow(RecordingsResource::notRunning);
    }

    private static ApiException notRunning() {
        return new ApiException(ApiError.NOT_FOUND, "recording not running");
    }
}
