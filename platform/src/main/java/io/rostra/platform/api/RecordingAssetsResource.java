package io.rostra.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.Recordings;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.token.ManagementToken;
import io.rostra.platform.webhook.LinkSigner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v2/recording-assets`: the files of recordings, and links by which they can be fetched without
/// a token for a while. An asset has the id of its recording.
final class RecordingAssetsResource {

    private static final List<String> STATUSES = List.of("completed", "failed", "processing");
    private static final int DEFAULT_SECONDS = (int) Duration.ofDays(3).toSeconds();
    private static final int MOST_SECONDS = (int) Duration.ofDays(7).toSeconds();

    private static final String MOVIE = ".mp4";
    private static final Duration VIEWING = Duration.ofHours(12);

    /// A player that seeks asks there again, without asking us.
    private static final Duration REDIRECTED = Duration.ofHours(12);

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

    /// @param path name of the file in our own storage, or its URI in object storage
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
            @Nullable Metadata metadata) {

        /// @param path of the recording itself
        static AssetView of(Recording recording, String path, List<RecordedFile> beside) {
            Instant stopped = recording.stoppedAt();
            return new AssetView(
                    recording.id(),
                    recording.id(),
                    recording.roomId(),
                    recording.sessionId(),
                    typeOf(recording),
                    recording.state() == Recording.State.COMPLETED ? "completed" : "failed",
                    path,
                    recording.bytes(),
                    recording.duration().toSeconds(),
                    (stopped == null ? recording.startedAt() : stopped).toString(),
                    thumbnailPaths(beside),
                    new Metadata(new Resolution(recording.width(), recording.height())));
        }
    }

    static String typeOf(Recording recording) {
        return recording.kind() == Recording.Kind.CLIP ? "clip" : "room-composite";
    }

    private static @Nullable List<String> thumbnailPaths(List<RecordedFile> beside) {
        List<String> paths =
                beside.stream()
                        .filter(file -> file.kind() == RecordedFile.Kind.THUMBNAIL)
                        .map(RecordingAssetsResource::pathOf)
                        .toList();
        return paths.isEmpty() ? null : paths;
    }

    private static AssetView viewOf(Recording recording, RecordedFile file) {
        return new AssetView(
                file.id(),
                recording.id(),
                recording.roomId(),
                recording.sessionId(),
                file.kind().text(),
                "completed",
                pathOf(file),
                file.bytes(),
                0,
                file.createdAt().toString(),
                null,
                null);
    }

    private static String fileName(RecordedFile file) {
        return "recordings/" + file.id() + file.kind().suffix();
    }

    private static String pathOf(RecordedFile file) {
        String stored = file.stored();
        return stored == null ? fileName(file) : stored;
    }

    private String pathOf(Recording recording) {
        return recordings.stored(recording.id()).orElseGet(() -> fileName(recording.id()));
    }

    record Link(String id, String path, String url, int expiry) {}

    private static String fileName(String id) {
        return "recordings/" + id + MOVIE;
    }

    /// Null while the recording runs.
    @Nullable List<AssetView> assetsOf(Recording recording) {
        if (!recording.state().ended()) {
            return null;
        }
        List<RecordedFile> beside = recordings.beside(recording.id());
        List<AssetView> assets = new ArrayList<>();
        assets.add(AssetView.of(recording, pathOf(recording), beside));
        beside.forEach(file -> assets.add(viewOf(recording, file)));
        return assets;
    }

    AssetView viewOf(Recording recording) {
        return AssetView.of(recording, pathOf(recording), recordings.beside(recording.id()));
    }

    ApiReply list(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        int limit = params.limit();
        String status = params.choice("status", STATUSES);
        String start = params.text("start");
        List<AssetView> found =
                RecordingsResource.matching(
                                rooms,
                                recordings,
                                caller,
                                params.text("room_id"),
                                params.text("session_id"),
                                null)
                        .filter(each -> each.state().ended())
                        .flatMap(each -> Objects.requireNonNull(assetsOf(each)).stream())
                        .dropWhile(asset -> start != null && !asset.id().equals(start))
                        .skip(start == null ? 0 : 1)
                        .filter(asset -> status == null || asset.status().equals(status))
                        .limit(limit)
                        .toList();
        return ApiReply.ok(new Page<>(limit, found, found.isEmpty() ? "" : found.getLast().id()));
    }

    ApiReply get(ManagementToken caller, ApiRequest request) {
        Optional<RecordedFile> file = recordings.findFile(request.pathValue("id"));
        if (file.isPresent()) {
            return ApiReply.ok(viewOf(recordingOf(caller, file.get()), file.get()));
        }
        return ApiReply.ok(viewOf(ended(caller, request)));
    }

    ApiReply link(ManagementToken caller, ApiRequest request) {
        int seconds =
                request.params().integer("presign_duration", 1, MOST_SECONDS, DEFAULT_SECONDS);
        Optional<RecordedFile> file = recordings.findFile(request.pathValue("id"));
        if (file.isPresent()) {
            recordingOf(caller, file.get());
            return ApiReply.ok(
                    file.get().stored() == null
                            ? signed(request, file.get().id(), fileName(file.get()), seconds)
                            : stored(file.get().id(), pathOf(file.get()), seconds));
        }
        Recording recording = ended(caller, request);
        if (recordings.stored(recording.id()).isPresent()) {
            return ApiReply.ok(stored(recording.id(), pathOf(recording), seconds));
        }
        if (recordings.file(recording.id()).isEmpty()) {
            throw new ApiException(ApiError.NOT_FOUND, "the recording has no file");
        }
        return ApiReply.ok(signed(request, recording.id(), fileName(recording.id()), seconds));
    }

    private Link stored(String id, String path, int seconds) {
        return recordings
                .storageLink(id, Duration.ofSeconds(seconds))
                .map(link -> new Link(id, path, link.toString(), seconds))
                .orElseThrow(() ->
                        new ApiException(
                                ApiError.NOT_FOUND,
                                "the storage that has it is not configured any more"));
    }

    private Link signed(ApiRequest request, String id, String path, int seconds) {
        String query = signer.sign(path, clock.instant().plusSeconds(seconds));
        return new Link(id, path, request.origin() + "/" + path + "?" + query, seconds);
    }

    private Recording recordingOf(ManagementToken caller, RecordedFile file) {
        String id = file.id();
        return owned(caller, id.substring(0, id.lastIndexOf("-" + file.kind().text() + "-")));
    }

    /// A path by which a viewer can fetch the file for as long as one might sit before it.
    String linkFor(Recording recording) {
        String path = fileName(recording.id());
        return "/" + path + "?" + signer.sign(path, clock.instant().plus(VIEWING));
    }

    /// The file that a link leads to, if it is genuine and has not expired.
    ///
    /// @param name of the file
    Optional<Download> fileOf(String name, @Nullable String expires, @Nullable String signature) {
        int dot = name.lastIndexOf('.');
        if (dot < 0 || !signer.admits("recordings/" + name, expires, signature, clock.instant())) {
            return Optional.empty();
        }
        String id = name.substring(0, dot);
        Optional<Download> here =
                name.endsWith(MOVIE)
                        ? recordings.file(id).map(path -> new LocalFile(path, "video/mp4"))
                        : recordings.findFile(id).flatMap(RecordingAssetsResource::local);
        return here.or(() -> recordings.storageLink(id, REDIRECTED).map(Elsewhere::new));
    }

    private static Optional<Download> local(RecordedFile file) {
        return Optional.ofNullable(file.path())
                .map(path -> new LocalFile(path, file.kind().contentType()));
    }

    /// Where a link leads.
    sealed interface Download {
        /// Bytes; reads the disk.
        default long size() {
            return 0;
        }
    }

    record LocalFile(Path path, String contentType) implements Download {
        @Override
        public long size() {
            return path.toFile().length();
        }
    }

    /// @param link to object storage
    record Elsewhere(URI link) implements Download {}

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
