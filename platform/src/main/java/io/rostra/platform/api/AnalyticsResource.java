package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.Session.JoinFailure;
import io.rostra.platform.token.ManagementToken;
import java.util.List;

/// `/v2/analytics/events`. Of the original's types, we know who was not let in and why.
final class AnalyticsResource {

    private static final String JOIN_FAILED = "client.join.failed";

    private final PlatformStores stores;

    AnalyticsResource(PlatformStores stores) {
        this.stores = stores;
    }

    record Events(int limit, int total, String next, List<Event> events) {}

    record Event(String version, String id, String timestamp, String type, Data data) {}

    record Data(
            String roomId,
            String roomName,
            String templateId,
            String accountId,
            String peerId,
            String userId,
            String role,
            String action,
            String errorName,
            String errorMessage,
            String errorDescription,
            boolean isTerminal) {}

    ApiReply events(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        String roomId = params.requiredText("room_id");
        int limit = params.limit();
        List<String> types = params.texts("type", 20);
        params.flag("error");
        String peer = params.text("peer_id");
        String user = params.text("user_id");
        Room room =
                stores.rooms()
                        .find(caller.workspaceId(), roomId)
                        .orElseThrow(() -> params.bad("room_id", "names no room of yours"));
        boolean wanted = types.isEmpty() || types.contains(JOIN_FAILED);
        List<JoinFailure> failures =
                wanted
                        ? stores.sessions().failures(room.id(), params.text("start"), limit)
                        : List.of();
        List<Event> events =
                failures.stream()
                        .filter(failure -> peer == null || failure.peerId().equals(peer))
                        .filter(failure -> user == null || failure.userId().equals(user))
                        .map(failure -> event(room, failure))
                        .toList();
        String next = failures.size() < limit ? "" : failures.getLast().id();
        return ApiReply.ok(new Events(events.size(), events.size(), next, events));
    }

    private static Event event(Room room, JoinFailure failure) {
        return new Event(
                "2.0",
                failure.id(),
                failure.at().toString(),
                JOIN_FAILED,
                new Data(
                        room.id(),
                        room.name(),
                        room.templateId(),
                        room.workspaceId(),
                        failure.peerId(),
                        failure.userId(),
                        failure.role(),
                        "JOIN",
                        "JoinRefused",
                        failure.cause(),
                        failure.cause(),
                        true));
    }
}
