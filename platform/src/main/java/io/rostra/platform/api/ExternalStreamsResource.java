package io.rostra.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rostra.platform.live.LiveRooms.Outcome;
import io.rostra.platform.live.Pushes;
import io.rostra.platform.live.Restreams;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.ExternalStreamRun;
import io.rostra.platform.store.LiveStreamRun.Status;
import io.rostra.platform.store.LiveStreamStore;
import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.token.ManagementToken;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v2/external-streams`: a room pushed to other servers by RTMP.
final class ExternalStreamsResource {

    private static final int MAX_URL = 2_000;

    /// Pixels, as the original allows them; we push what the publisher sends.
    private static final int MIN_SIDE = 480;

    private static final int MAX_SIDE = 1920;

    private final PlatformStores stores;
    private final LivePorts live;
    private final Pushes pushes;
    private final Json json;

    ExternalStreamsResource(PlatformStores stores, LivePorts live, Pushes pushes, Json json) {
        this.stores = stores;
        this.live = live;
        this.pushes = pushes;
        this.json = json;
    }

    /// @param rtmpUrls where to, without keys
    /// @param recordingAssets null: they are those of the recording
    /// @param reason why it stopped or failed; ours
    record ExternalStreamView(
            String id,
            String roomId,
            String sessionId,
            String status,
            String meetingUrl,
            List<String> rtmpUrls,
            boolean recording,
            String destination,
            String createdAt,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String startedAt,
            String updatedAt,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String stoppedAt,
            String startedBy,
            String stoppedBy,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable List<String> recordingAssets,
            String reason) {

        static ExternalStreamView of(ExternalStreamRun run) {
            return new ExternalStreamView(
                    run.id(),
                    run.roomId(),
                    run.sessionId(),
                    run.status().text(),
                    "",
                    run.addresses(),
                    run.recording(),
                    "",
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
        JsonBody body = json.read(request.body());
        List<String> urls = urls(body);
        body.text("meeting_url", 2048);
        body.text("destination", RoleReader.MAX_NAME);
        checkResolution(body);
        boolean record = body.flag("recording", false);
        if (record && live.recordings().isEmpty()) {
            throw new ApiException(ApiError.NOT_ENABLED, "recording: this server does not record");
        }
        if (!current(room).isEmpty()) {
            throw new ApiException(
                    ApiError.CONFLICT, "the room has an external stream already; stop it first");
        }
        Outcome outcome = Waiting.on(live.rooms().startPushes(room.id(), urls, record));
        if (outcome == Outcome.NOT_ENABLED) {
            throw new ApiException(ApiError.NOT_ENABLED, "this server does not push to others");
        }
        ActiveRoomsResource.check(outcome);
        return ApiReply.ok(ExternalStreamView.of(started(room, record)));
    }

    private static List<String> urls(JsonBody body) {
        List<String> urls = body.texts("rtmp_urls", Restreams.MAX_TARGETS, MAX_URL);
        if (urls == null || urls.isEmpty()) {
            throw body.bad("rtmp_urls", "is missing: name at least one rtmp:// or rtmps:// URL");
        }
        for (int i = 0; i < urls.size(); i++) {
            if (!isRtmp(urls.get(i))) {
                // The URL itself holds a key, so it is not repeated.
                throw body.bad(
                        "rtmp_urls[" + i + "]", "must look like rtmp://host/app/key or rtmps://");
            }
        }
        return urls;
    }

    private static boolean isRtmp(String text) {
        try {
            URI uri = new URI(text);
            String path = uri.getRawPath();
            return ("rtmp".equalsIgnoreCase(uri.getScheme())
                            || "rtmps".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && path != null
                    && path.length() >= 2;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static void checkResolution(JsonBody body) {
        JsonBody resolution = body.object("resolution");
        if (resolution != null) {
            resolution.integer("width", MIN_SIDE, MAX_SIDE);
            resolution.integer("height", MIN_SIDE, MAX_SIDE);
        }
    }

    private ExternalStreamRun started(Room room, boolean record) {
        Waiting.on(live.memory().settled());
        ExternalStreamRun run =
                stores
                        .externalStreams()
                        .list(
                                room.workspaceId(),
                                new LiveStreamStore.Query(room.id(), null, null, null, 1))
                        .stream()
                        .findFirst()
                        .orElseThrow(() -> notStarted("it did not start"));
        if (run.status() == Status.FAILED) {
            throw notStarted(run.reason());
        }
        if (record) {
            stores.externalStreams().markRecorded(run.id());
            return find(room.workspaceId(), run.id()).orElse(run);
        }
        return run;
    }

    private static ApiException notStarted(String reason) {
        return new ApiException(ApiError.CONFLICT, "the external stream: " + reason);
    }

    ApiReply stopAll(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.owned(stores.rooms(), caller, request);
        List<ExternalStreamRun> running = current(room);
        if (running.isEmpty()) {
            throw notRunning();
        }
        List<ExternalStreamView> stopped =
                running.stream()
                        .map(run -> ExternalStreamView.of(stop(caller.workspaceId(), run)))
                        .toList();
        return ApiReply.ok(new Page<>(10, stopped, ""));
    }

    ApiReply stop(ManagementToken caller, ApiRequest request) {
        ExternalStreamRun run = run(caller, request);
        if (run.status().over()) {
            throw notRunning();
        }
        return ApiReply.ok(ExternalStreamView.of(stop(caller.workspaceId(), run)));
    }

    private ExternalStreamRun stop(String workspaceId, ExternalStreamRun run) {
        stores.externalStreams().markStopping(run.id(), stores.clock().instant());
        pushes.end(run.id());
        if (run.recording()) {
            live.recordings().ifPresent(recordings -> recordings.stop(run.roomId()));
        }
        Waiting.on(live.memory().settled());
        return find(workspaceId, run.id()).orElse(run);
    }

    ApiReply list(ManagementToken caller, ApiRequest request) {
        LiveStreamStore.Query query = LiveStreamsResource.query(request.params());
        Waiting.on(live.memory().settled());
        List<ExternalStreamView> found =
                stores.externalStreams().list(caller.workspaceId(), query).stream()
                        .map(ExternalStreamView::of)
                        .toList();
        return ApiReply.ok(
                new Page<>(query.limit(), found, found.isEmpty() ? "" : found.getLast().id()));
    }

    ApiReply get(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(ExternalStreamView.of(run(caller, request)));
    }

    private List<ExternalStreamRun> current(Room room) {
        Waiting.on(live.memory().settled());
        return stores.externalStreams().current(room.id());
    }

    private ExternalStreamRun run(ManagementToken caller, ApiRequest request) {
        Waiting.on(live.memory().settled());
        return find(caller.workspaceId(), request.pathValue("stream_id"))
                .orElseThrow(() ->
                        new ApiException(
                                ApiError.NOT_FOUND, "there is no external stream with this id"));
    }

    private Optional<ExternalStreamRun> find(String workspaceId, String id) {
        return ObjectIds.isValid(id)
                ? stores.externalStreams().find(workspaceId, id)
                : Optional.empty();
    }

    private static ApiException notRunning() {
        return new ApiException(ApiError.NOT_FOUND, "external stream not running");
    }
}
