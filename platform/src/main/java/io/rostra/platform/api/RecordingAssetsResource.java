package io.rostra.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.token.ManagementToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v2/recording-assets`: the files of recordings, and links by which they can be fetched without
/// a token for a while. An asset has the id of its recording.
final class RecordingAssetsResource {

    private static final List<String> STATUSES = List.of("completed", "failed", "processing");
    private static final int DEFAULT_SECONDS = (int) Duration.ofDays(3).toSeconds();
    private static final int MOST_SECONDS = (int) Duration.ofDays(7).toSeconds();

    private static final Duration VIEWING = Duration.ofHours(12);

    private final RoomStore rooms;
    private final Recordings recordings;
    private final LinkSigner signer;
    private final InstantSource clock;

    RecordingAssetsResource(
            RoomStore rooms, Recordings recordings, LinkSigner signer, InstantSource clock) {
        this.rooms = rooms;
        this.recordings = recordings;
        this.signer = signer;
        this.clock = clock;
    }

    record Resolution(int width, int height) {}

    record Metadata(Resolution resolution) {}

    /// @param path name of the file in our own storage
    /// @param duration seconds
    record AssetView(
            String id,
            String jobId,
            String roomId,
            String sessionId,
            String type,
            String status,
            String path,
            long size,
            long duration,
            String createdAt,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable List<String> thumbnails,
            Metadata metadata) {

        static AssetView of(Recording recording) {
            Instant stopped = recording.stoppedAt();
            return new AssetView(
                    recording.id(),
                    recording.id(),
                    recording.roomId(),
                    recording.sessionId(),
                    "room-composite",
                    recording.state() == Recording.State.COMPLETED ? "completed" : "failed",
                    fileName(recording.id()),
                    recording.bytes(),
                    recording.duration().toSeconds(),
                    (stopped == null ? recording.startedAt() : stopped).toString(),
                    null,
                    new Metadata(new Resolution(recording.width(), recording.height())));
        }
    }

    record Link(String id, String path, String url, int expiry) {}

    private static String fileName(String id) {
        return "recordings/" + id + ".mp4";
    }

    /// Null while the recording runs.
    @Nullable List<AssetView> assetsOf(Recording recording) {
        return recording.state().ended() ? List.of(AssetView.of(recording)) : null;
    }

    ApiReply list(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        int limit = params.limit();
        String status = params.choice("status", STATUSES);
        List<AssetView> found =
                RecordingsResource.matching(rooms, recordings, caller, params)
                        .filter(each -> each.state().ended())
                        .map(AssetView::of)
                        .filter(asset -> status == null || asset.status().equals(status))
                        .limit(limit)
                        .toList();
        return ApiReply.ok(new Page<>(limit, found, found.isEmpty() ? "" : found.getLast().id()));
    }

    ApiReply get(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(AssetView.of(ended(caller, request)));
    }

    ApiReply link(ManagementToken caller, ApiRequest request) {
        int seconds =
                request.params().integer("presign_duration", 1, MOST_SECONDS, DEFAULT_SECONDS);
        Recording recording = ended(caller, request);
        if (recordings.file(recording.id()).isEmpty()) {
            throw new ApiException(ApiError.NOT_FOUND, "the recording has no file");
        }
        String path = fileName(recording.id());
        String query = signer.sign(path, clock.instant().plusSeconds(seconds));
        return ApiReply.ok(
                new Link(
                        recording.id(),
                        path,
                        request.origin() + "/" + path + "?" + query,
                        seconds));
    }

    /// A path by which a viewer can fetch the file for as long as one might sit before it.
    String linkFor(Recording recording) {
        String path = fileName(recording.id());
        return "/" + path + "?" + signer.sign(path, clock.instant().plus(VIEWING));
    }

    /// The file that a link leads to, if it is genuine and has not expired.
    Optional<Path> fileOf(String id, @Nullable String expires, @Nullable String signature) {
        return signer.admits(fileName(id), expires, signature, clock.instant())
                ? recordings.file(id)
                : Optional.empty();
    }

    private Recording ended(ManagementToken caller, ApiRequest request) {
        Recording recording = owned(caller, request.pathValue("id"));
        if (!recording.state().ended()) {
            throw unknown();
        }
        return recording;
    }

    Recording owned(ManagementToken caller, String id) {
        return recordings
                .find(id)
                .filter(found -> rooms.find(caller.workspaceId(), found.roomId()).isPresent())
                .orElseThrow(RecordingAssetsResource::unknown);
    }

    private static ApiException unknown() {
        return new ApiException(ApiError.NOT_FOUND, "there is none with this id");
    }
}
