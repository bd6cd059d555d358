package io.rostra.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.LiveStreamRun;
import io.rostra.platform.store.LiveStreamRun.Status;
import io.rostra.platform.store.LiveStreamStore;
import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.token.ManagementToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v2/live-streams`: a room's stage as HLS.
final class LiveStreamsResource {

    private static final List<String> STATUSES =
            List.of("starting", "running", "stopping", "post_processing", "completed", "failed");

    /// Callers of the original find the URL in the answer to the start, so it waits for it a while.
    private static final Duration PLAYABLE_WITHIN = Duration.ofSeconds(8);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final PlatformStores stores;
    private final LivePorts live;
    private final Json json;

    LiveStreamsResource(PlatformStores stores, LivePorts live, Json json) {
        this.stores = stores;
        this.live = live;
        this.json = json;
    }

    record Playback(String url) {}

    record Recording(boolean hlsVod, boolean singleFilePerLayer) {}

    /// @param playback null while there is nothing to play
    /// @param reason why it stopped or failed; ours
    record LiveStreamView(
            String id,
            String roomId,
            String sessionId,
            String status,
            String meetingUrl,
            @Nullable Playback playback,
            Recording recording,
            String destination,
            String createdAt,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String startedAt,
            String updatedAt,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String stoppedAt,
            String startedBy,
            String stoppedBy,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable List<String> recordingAssets,
            String reason) {

        static LiveStreamView of(LiveStreamRun run, String origin) {
            return new LiveStreamView(
                    run.id(),
                    run.roomId(),
                    run.sessionId(),
                    run.status().text(),
                    "",
                    run.playlistPath().isEmpty() ? null : new Playback(origin + run.playlistPath()),
                    new Recording(false, false),
                    run.destination(),
                    run.createdAt().toString(),
                    text(run.startedAt()),
                    run.updatedAt().toString(),
                    text(run.stoppedAt()),
                    run.startedBy(),
                    run.stoppedBy(),
                    null,
                    run.reason());
        }

        private static @Nullable String text(@Nullable Instant instant) {
            return instant == null ? null : instant.toString();
        }
    }

    ApiReply start(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.enabled(stores.rooms(), caller, request);
        checkStart(json.read(request.body()), room);
        if (current(room).isPresent()) {
            throw new ApiException(
                    ApiError.CONFLICT, "the room has a live stream already; stop it first");
        }
        ActiveRoomsResource.check(Waiting.on(live.rooms().startLive(room.id())));
        return ApiReply.ok(LiveStreamView.of(awaitPlayable(room), request.origin()));
    }

    private void checkStart(JsonBody body, Room room) {
        body.text("meeting_url", 2048);
        JsonBody recording = body.object("recording");
        if (recording != null
                && (recording.flag("hls_vod", false)
                        | recording.flag("single_file_per_layer", false))) {
            throw new ApiException(
                    ApiError.NOT_ENABLED,
                    "recording: live streams are not recorded; start a recording of the room");
        }
        String destination = body.text("destination", RoleReader.MAX_NAME);
        if (destination != null
                && !stores.rooms()
                        .templateOf(room)
                        .destinations()
                        .hlsDestinations()
                        .containsKey(destination)) {
            throw body.bad("destination", "names no HLS destination of the room's template");
        }
        JsonBody transcription = body.object("transcription");
        if (transcription != null && transcription.flag("enabled", false)) {
            throw new ApiException(
                    ApiError.NOT_ENABLED, "transcription: nothing is transcribed here");
        }
    }

    /// Waits until there is something to play, or a while.
    private LiveStreamRun awaitPlayable(Room room) {
        long until = System.nanoTime() + PLAYABLE_WITHIN.toNanos();
        LiveStreamRun run = null;
        while (System.nanoTime() < until) {
            Waiting.on(live.memory().settled());
            run =
                    (run == null
                                    ? stores.liveStreams().current(room.id())
                                    : stores.liveStreams().find(room.workspaceId(), run.id()))
                            .orElse(run);
            if (run != null && run.status() != Status.STARTING) {
                return run;
            }
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (run == null) {
            throw new ApiException(ApiError.CONFLICT, "the live stream did not start");
        }
        return run;
    }

    ApiReply stopAll(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.owned(stores.rooms(), caller, request);
        LiveStreamRun run = current(room).orElseThrow(LiveStreamsResource::notRunning);
        LiveStreamView stopped = LiveStreamView.of(stop(room.workspaceId(), run), request.origin());
        return ApiReply.ok(new Page<>(10, List.of(stopped), ""));
    }

    ApiReply stop(ManagementToken caller, ApiRequest request) {
        LiveStreamRun run = run(caller, request);
        if (run.status().over()) {
            throw notRunning();
        }
        return ApiReply.ok(LiveStreamView.of(stop(caller.workspaceId(), run), request.origin()));
    }

    private LiveStreamRun stop(String workspaceId, LiveStreamRun run) {
        stores.liveStreams().markStopping(run.id(), stores.clock().instant());
        ActiveRoomsResource.check(Waiting.on(live.rooms().stopLive(run.roomId())));
        return stores.liveStreams().find(workspaceId, run.id()).orElse(run);
    }

    ApiReply list(ManagementToken caller, ApiRequest request) {
        LiveStreamStore.Query query = query(request.params());
        List<LiveStreamView> found =
                stores.liveStreams().list(caller.workspaceId(), query).stream()
                        .map(run -> LiveStreamView.of(run, request.origin()))
                        .toList();
        return ApiReply.ok(
                new Page<>(query.limit(), found, found.isEmpty() ? "" : found.getLast().id()));
    }

    static LiveStreamStore.Query query(QueryParams params) {
        return new LiveStreamStore.Query(
                params.text("room_id"),
                params.text("session_id"),
                params.choice("status", STATUSES),
                params.text("start"),
                params.limit());
    }

    ApiReply get(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(LiveStreamView.of(run(caller, request), request.origin()));
    }

    /// @param at when the sample was taken
    record SampleView(String at, int viewers) {}

    /// @param peak most at a time
    record AudienceView(String streamId, int peak, List<SampleView> samples) {}

    /// `/v2/live-streams/{stream_id}/audience`, ours: how many watched.
    ApiReply audience(ManagementToken caller, ApiRequest request) {
        LiveStreamRun run = run(caller, request);
        List<SampleView> samples =
                stores.liveStreams().audience(run.id()).stream()
                        .map(each -> new SampleView(each.at().toString(), each.viewers()))
                        .toList();
        int peak = samples.stream().mapToInt(SampleView::viewers).max().orElse(0);
        return ApiReply.ok(new AudienceView(run.id(), peak, samples));
    }

    ApiReply timedMetadata(ManagementToken caller, ApiRequest request) {
        LiveStreamRun run = run(caller, request);
        JsonBody body = json.read(request.body());
        String payload = body.requiredText("payload", Broadcasts.MAX_METADATA);
        Integer duration = body.integer("duration", 1, 3600);
        if (duration == null) {
            throw body.bad("duration", "is missing");
        }
        if (run.status() != Status.RUNNING
                || !live.broadcasts()
                        .insertMetadata(run.roomId(), payload, Duration.ofSeconds(duration))) {
            throw notRunning();
        }
        return ApiReply.ok(LiveStreamView.of(run, request.origin()));
    }

    /// Pause and resume of a recording that there cannot be.
    ApiReply noRecording(ManagementToken caller, ApiRequest request) {
        run(caller, request);
        throw new ApiException(ApiError.NOT_ENABLED, "the live stream is not recorded");
    }

    private Optional<LiveStreamRun> current(Room room) {
        Waiting.on(live.memory().settled());
        return stores.liveStreams().current(room.id());
    }

    private LiveStreamRun run(ManagementToken caller, ApiRequest request) {
        String id = request.pathValue("stream_id");
        Waiting.on(live.memory().settled());
        return (ObjectIds.isValid(id)
                        ? stores.liveStreams().find(caller.workspaceId(), id)
                        : Optional.<LiveStreamRun>empty())
                .orElseThrow(() ->
                        new ApiException(
                                ApiError.NOT_FOUND, "there is no live stream with this id"));
    }

    private static ApiException notRunning() {
        return new ApiException(ApiError.NOT_FOUND, "hls not running");
    }
}
