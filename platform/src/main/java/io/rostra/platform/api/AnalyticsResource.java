package io.rostra.platform.api;

import io.rostra.platform.memory.RoomMemory;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.QualityStore;
import io.rostra.platform.store.Session;
import io.rostra.platform.store.Session.JoinFailure;
import io.rostra.platform.store.TrackEventStore;
import io.rostra.platform.token.ManagementToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v2/analytics`. Of the original's types of events, we know which tracks came, changed and went,
/// and who was not let in and why.
final class AnalyticsResource {

    private static final String JOIN_FAILED = "client.join.failed";

    private static final List<String> TRACKS =
            List.of("track.add.success", "track.update.success", "track.remove.success");

    private final PlatformStores stores;
    private final RoomMemory memory;

    AnalyticsResource(PlatformStores stores, RoomMemory memory) {
        this.stores = stores;
        this.memory = memory;
    }

    record Events(int limit, int total, String next, List<Event> events) {}

    record Event(String version, String id, String timestamp, String type, Data data) {}

    /// What is not of an event's type is absent.
    ///
    /// @param type of a track: `audio` or `video`
    record Data(
            String roomId,
            @Nullable String sessionId,
            String roomName,
            String templateId,
            String accountId,
            String peerId,
            String userId,
            @Nullable String userName,
            @Nullable String joinedAt,
            String role,
            @Nullable String trackId,
            @Nullable String streamId,
            @Nullable String type,
            @Nullable String source,
            @Nullable Boolean mute,
            @Nullable String action,
            @Nullable String errorName,
            @Nullable String errorMessage,
            @Nullable String errorDescription,
            @Nullable Boolean isTerminal) {}

    ApiReply events(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        String roomId = params.requiredText("room_id");
        int limit = params.limit();
        List<String> types = params.texts("type", 20);
        Boolean errors = params.flag("error");
        Room room =
                stores.rooms()
                        .find(caller.workspaceId(), roomId)
                        .orElseThrow(() -> params.bad("room_id", "names no room of yours"));
        Waiting.on(memory.settled());
        List<Event> found = new ArrayList<>();
        // Who was not let in was in no session.
        if ((types.isEmpty() || types.contains(JOIN_FAILED)) && params.text("session_id") == null) {
            found.addAll(failures(room, params, limit));
        }
        if (!Boolean.TRUE.equals(errors)) {
            List<String> wanted = types.isEmpty() ? TRACKS : types;
            TRACKS.stream()
                    .filter(wanted::contains)
                    .forEach(type -> found.addAll(tracks(room, type, params, limit)));
        }
        List<Event> page =
                found.stream()
                        .sorted(Comparator.comparing(Event::id).reversed())
                        .limit(limit)
                        .toList();
        String next = page.size() < limit ? "" : page.getLast().id();
        return ApiReply.ok(new Events(page.size(), page.size(), next, page));
    }

    private List<Event> failures(Room room, QueryParams params, int limit) {
        return stores
                .sessions()
                .failures(
                        room.id(),
                        params.text("peer_id"),
                        params.text("user_id"),
                        params.text("start"),
                        limit)
                .stream()
                .map(failure -> event(room, failure))
                .toList();
    }

    private List<Event> tracks(Room room, String type, QueryParams params, int limit) {
        var query =
                new TrackEventStore.Query(
                        params.text("session_id"),
                        params.text("peer_id"),
                        params.text("user_id"),
                        type,
                        params.text("start"),
                        limit);
        return stores.tracks().list(room.id(), query).stream()
                .map(track -> event(room, track))
                .toList();
    }

    /// @param video empty: tracks are not measured one by one
    record Tracks(List<String> video, List<String> audio) {
        static final Tracks NONE = new Tracks(List.of(), List.of());
    }

    /// @param timestamps milliseconds since 1970
    /// @param score 0 (disconnected) to 5
    record Connection(List<Long> timestamps, List<Integer> score) {}

    /// @param connection ours
    record PeerStats(
            String peerId,
            String sessionId,
            String roomId,
            Tracks publisher,
            Tracks subscriber,
            Connection connection) {}

    ApiReply peerStats(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        String peer = params.requiredText("peer_id");
        String id = params.requiredText("session_id");
        Session session =
                (ObjectIds.isValid(id)
                                ? stores.sessions().find(caller.workspaceId(), id)
                                : Optional.<Session>empty())
                        .filter(found ->
                                found.peers().stream().anyMatch(p -> p.peerId().equals(peer)))
                        .orElseThrow(() ->
                                new ApiException(
                                        ApiError.NOT_FOUND, "there was no such peer in a session"));
        List<QualityStore.Sample> samples =
                stores.quality().ofSession(id).getOrDefault(peer, List.of());
        return ApiReply.ok(
                new PeerStats(
                        peer,
                        id,
                        session.roomId(),
                        Tracks.NONE,
                        Tracks.NONE,
                        new Connection(
                                samples.stream().map(each -> each.at().toEpochMilli()).toList(),
                                samples.stream().map(QualityStore.Sample::score).toList())));
    }

    private static Event event(Room room, JoinFailure failure) {
        return new Event(
                "2.0",
                failure.id(),
                failure.at().toString(),
                JOIN_FAILED,
                new Data(
                        room.id(),
                        null,
                        room.name(),
                        room.templateId(),
                        room.workspaceId(),
                        failure.peerId(),
                        failure.userId(),
                        null,
                        null,
                        failure.role(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        "JOIN",
                        "JoinRefused",
                        failure.cause(),
                        failure.cause(),
                        true));
    }

    private static Event event(Room room, TrackEventStore.Stored stored) {
        TrackEventStore.Content track = stored.content();
        return new Event(
                "2.0",
                stored.id(),
                stored.at().toString(),
                stored.type(),
                new Data(
                        room.id(),
                        stored.sessionId(),
                        room.name(),
                        room.templateId(),
                        room.workspaceId(),
                        track.peerId(),
                        track.userId(),
                        track.userName(),
                        track.joinedAt(),
                        track.role(),
                        track.trackId(),
                        track.streamId(),
                        track.kind(),
                        track.source(),
                        track.mute(),
                        null,
                        null,
                        null,
                        null,
                        null));
    }
}
