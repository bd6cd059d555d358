package io.rostra.platform.api;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.memory.RoomMemory;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.QualityStore;
import io.rostra.platform.store.RoomEventStore;
import io.rostra.platform.store.Session;
import io.rostra.platform.store.Session.JoinFailure;
import io.rostra.platform.token.ManagementToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/v2/analytics`: which tracks came, changed and went, what was recorded, which failures clients
/// told of, and who was not let in and why.
final class AnalyticsResource {

    private static final String JOIN_FAILED = "client.join.failed";

    /// How the first versions wrote down what concerns tracks.
    private static final Map<String, String> OLD_NAMES =
            Map.of(
                    "peerId", "peer_id",
                    "userId", "user_id",
                    "userName", "user_name",
                    "joinedAt", "joined_at",
                    "trackId", "track_id",
                    "streamId", "stream_id",
                    "kind", "type");

    private final PlatformStores stores;
    private final RoomMemory memory;

    AnalyticsResource(PlatformStores stores, RoomMemory memory) {
        this.stores = stores;
        this.memory = memory;
    }

    record Events(int limit, int total, String next, List<Event> events) {}

    record Event(
            String version, String id, String timestamp, String type, Map<String, Object> data) {}

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
        boolean all = !Boolean.TRUE.equals(errors);
        List<String> wanted = all ? types : failuresAmong(types);
        if (all || !wanted.isEmpty()) {
            stores.roomEvents().list(room.id(), query(params, wanted, limit)).stream()
                    .map(stored -> event(room, stored))
                    .forEach(found::add);
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

    private static List<String> failuresAmong(List<String> types) {
        return RoomEvent.ClientFailed.TYPES.stream()
                .filter(type -> types.isEmpty() || types.contains(type))
                .toList();
    }

    private static RoomEventStore.Query query(QueryParams params, List<String> types, int limit) {
        return new RoomEventStore.Query(
                params.text("session_id"),
                params.text("peer_id"),
                params.text("user_id"),
                types,
                params.text("start"),
                limit);
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
        Map<String, Object> data = about(room, failure.peerId(), failure.userId());
        data.put("role", failure.role());
        data.put("action", "JOIN");
        data.put("error_name", "JoinRefused");
        data.put("error_message", failure.cause());
        data.put("error_description", failure.cause());
        data.put("is_terminal", true);
        return new Event("2.0", failure.id(), failure.at().toString(), JOIN_FAILED, data);
    }

    private static Event event(Room room, RoomEventStore.Stored stored) {
        Map<String, Object> data = new LinkedHashMap<>();
        stored.content()
                .forEach((name, value) -> data.put(OLD_NAMES.getOrDefault(name, name), value));
        data.putAll(about(room, stored.peerId(), stored.userId()));
        if (!stored.sessionId().isEmpty()) {
            data.put("session_id", stored.sessionId());
        }
        return new Event("2.0", stored.id(), stored.at().toString(), stored.type(), data);
    }

    private static Map<String, Object> about(Room room, String peerId, String userId) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("room_id", room.id());
        data.put("room_name", room.name());
        data.put("template_id", room.templateId());
        data.put("account_id", room.workspaceId());
        data.put("peer_id", peerId);
        data.put("user_id", userId);
        return data;
    }
}
