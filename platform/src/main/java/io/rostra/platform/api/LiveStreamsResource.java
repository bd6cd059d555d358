package io.rostra.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rostra.platform.live.Broadcasts;
import io.rostra.platform.live.LiveWish;
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
import java.util.Objects;
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
    private @Nullable RecordingAssetsResource assets;

    LiveStreamsResource(PlatformStores stores, LivePorts live, Json json) {
        this.stores = stores;
        this.live = live;
        this.json = json;
    }

    /// From now on live streams can be recorded.
    void recordTo(RecordingAssetsResource newAssets) {
        assets = newAssets;
    }

    record Playback(String url) {}

    record Recording(boolean hlsVod, boolean singleFilePerLayer) {}

    /// @param playback null while there is nothing to play
    /// @param reason why it stopped or failed; ours
    /// @param degradation what it lacks because the machine cannot bear more; ours
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
            @JsonInclude(JsonInclude.Include.ALWAYS)
                    @Nullable List<RecordingAssetsResource.AssetView> recordingAssets,
            String reason,
            @Nullable String degradation) {

        static LiveStreamView of(
                LiveStreamRun run,
                String origin,
                @Nullable List<RecordingAssetsResource.AssetView> recordingAssets,
                @Nullable String degradation) {
            return new LiveStreamView(
                    run.id(),
                    run.roomId(),
                    run.sessionId(),
                    run.status().text(),
                    "",
                    run.playlistPath().isEmpty() ? null : new Playback(origin + run.playlistPath()),
                    new Recording(false, run.recorded()),
                    run.destination(),
                    run.createdAt().toString(),
                    text(run.startedAt()),
                    run.updatedAt().toString(),
                    text(run.stoppedAt()),
                    run.startedBy(),
                    run.stoppedBy(),
                    recordingAssets,
                    run.reason(),
                    degradation);
        }

        private static @Nullable String text(@Nullable Instant instant) {
            return instant == null ? null : instant.toString();
        }
    }

    ApiReply start(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.enabled(stores.rooms(), caller, request);
        LiveWish wish = wish(json.read(request.body()), room);
        if (current(room).isPresent()) {
            throw new ApiException(
                    ApiError.CONFLICT, "the room has a live stream already; stop it first");
        }
        ActiveRoomsResource.check(Waiting.on(live.rooms().startLive(room.id(), wish)));
        return ApiReply.ok(view(awaitPlayable(room), request));
    }

    private LiveWish wish(JsonBody body, Room room) {
        String meetingUrl = body.text("meeting_url", 2048);
        String layout = body.choice("layout", LiveWish.LAYOUTS);
        if (layout == null && meetingUrl != null) {
            layout = LiveWish.layoutOf(meetingUrl);
        }
        JsonBody recording = body.object("recording");
        boolean record = recording != null && recording.flag("single_file_per_layer", false);
        if (recording != null && recording.flag("hls_vod", false)) {
            throw new ApiException(
                    ApiError.NOT_ENABLED,
                    "recording.hls_vod: recordings are MP4 files; use single_file_per_layer");
        }
        if (record && assets == null) {
            throw new ApiException(ApiError.NOT_ENABLED, "recording: this server does not record");
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
        return new LiveWish(destination, layout, record);
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
        LiveStreamView stopped = view(stop(room.workspaceId(), run), request);
        return ApiReply.ok(new Page<>(10, List.of(stopped), ""));
    }

    ApiReply stop(ManagementToken caller, ApiRequest request) {
        LiveStreamRun run = run(caller, request);
        if (run.status().over()) {
            throw notRunning();
        }
        return ApiReply.ok(view(stop(caller.workspaceId(), run), request));
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
                        .map(run ->
                                LiveStreamView.of(run, request.origin(), null, degradation(run)))
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
        return ApiReply.ok(view(run(caller, request), request));
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
        return ApiReply.ok(view(run, request));
    }

    ApiReply pauseRecording(ManagementToken caller, ApiRequest request) {
        LiveStreamRun run = recorded(caller, request);
        live.recordings().ifPresent(recordings -> recordings.pause(run.roomId()));
        return ApiReply.ok(view(run, request));
    }

    ApiReply resumeRecording(ManagementToken caller, ApiRequest request) {
        LiveStreamRun run = recorded(caller, request);
        live.recordings().ifPresent(recordings -> recordings.resume(run.roomId()));
        return ApiReply.ok(view(run, request));
    }

    /// A live stream that runs and is recorded along.
    private LiveStreamRun recorded(ManagementToken caller, ApiRequest request) {
        LiveStreamRun run = run(caller, request);
        if (run.status().over()) {
            throw notRunning();
        }
        if (!run.recorded()) {
            throw new ApiException(ApiError.NOT_ENABLED, "the live stream is not recorded");
        }
        return run;
    }

    private LiveStreamView view(LiveStreamRun run, ApiRequest request) {
        return LiveStreamView.of(run, request.origin(), assetsOf(run), degradation(run));
    }

    private @Nullable String degradation(LiveStreamRun run) {
        return run.status() == Status.RUNNING
                ? live.broadcasts().degradation(run.roomId()).orElse(null)
                : null;
    }

    /// Null until there are some.
    private @Nullable List<RecordingAssetsResource.AssetView> assetsOf(LiveStreamRun run) {
        RecordingAssetsResource files = assets;
        if (files == null || !run.recorded() || live.recordings().isEmpty()) {
            return null;
        }
        Instant stopped = run.stoppedAt();
        List<RecordingAssetsResource.AssetView> found =
                live.recordings().get().list().stream()
                        .filter(each -> each.roomId().equals(run.roomId()))
                        .filter(each ->
                                each.kind() == io.rostra.platform.live.Recording.Kind.PROGRAM)
                        .filter(each -> !each.startedAt().isBefore(run.createdAt()))
                        .filter(each -> stopped == null || !each.startedAt().isAfter(stopped))
                        .flatMap(each ->
                                Objects.requireNonNullElse(
                                        files.assetsOf(each),
                                        List.<RecordingAssetsResource.AssetView>of())
                                        .stream())
                        .toList();
        return found.isEmpty() ? null : found;
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
