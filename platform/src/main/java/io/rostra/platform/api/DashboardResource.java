package io.rostra.platform.api;

import io.rostra.platform.live.LiveRooms.LiveRoom;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.LiveStreamRun;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.Session;
import io.rostra.platform.store.Session.JoinFailure;
import io.rostra.platform.store.SessionQuery;
import io.rostra.platform.store.UsageStore;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.ManagementToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/dashboard/api/overview` and `rooms`: what the server API has no list of.
final class DashboardResource {

    private static final int MOST_DAYS = 31;
    private static final int MOST_ACTIVE = 100;
    private static final int FAILURES = 10;
    private static final int MAX_SEARCH = 128;

    private final PlatformStores stores;
    private final LivePorts live;

    DashboardResource(PlatformStores stores, LivePorts live) {
        this.stores = stores;
        this.live = live;
    }

    record Overview(List<ActiveView> active, List<DayView> days, List<FailureView> failures) {}

    /// @param peers how many are there
    record ActiveView(
            String roomId,
            String roomName,
            String sessionId,
            String startedAt,
            int peers,
            @Nullable StreamView stream) {}

    /// @param url of the playlist; null until it can be played
    record StreamView(String id, String status, @Nullable String url, @Nullable String startedAt) {}

    record DayView(
            String from,
            long sessions,
            long peers,
            long peerMinutes,
            long streams,
            long streamMinutes,
            long joinFailures) {

        static DayView of(UsageStore.Day day) {
            return new DayView(
                    day.from().toString(),
                    day.sessions(),
                    day.peers(),
                    day.peerMinutes(),
                    day.streams(),
                    day.streamMinutes(),
                    day.joinFailures());
        }
    }

    record FailureView(
            String id, String roomId, String roomName, String role, String cause, String at) {}

    /// @param request `first` is when the caller's first day begins, `days` how many there are
    ApiReply overview(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        int days = params.integer("days", 1, MOST_DAYS, 7);
        Instant given = params.instant("first");
        Instant now = stores.clock().instant();
        Instant first = given == null ? now.minus(Duration.ofDays(days)) : given;
        Waiting.on(live.memory().settled());
        return ApiReply.ok(
                new Overview(
                        active(caller.workspaceId(), request.origin()),
                        stores.usage().days(caller.workspaceId(), first, days, now).stream()
                                .map(DayView::of)
                                .toList(),
                        failures(caller.workspaceId())));
    }

    private List<ActiveView> active(String workspaceId, String origin) {
        var query = new SessionQuery(null, true, null, null, null, MOST_ACTIVE);
        return stores.sessions().list(workspaceId, query).stream()
                .flatMap(session -> active(session, origin).stream())
                .toList();
    }

    private Optional<ActiveView> active(Session session, String origin) {
        return Waiting.on(live.rooms().find(session.roomId()))
                .map(found ->
                        new ActiveView(
                                session.roomId(),
                                nameOf(session.roomId()),
                                session.id(),
                                found.startedAt().toString(),
                                found.peers().size(),
                                stream(session.roomId(), origin)));
    }

    private @Nullable StreamView stream(String roomId, String origin) {
        return stores.liveStreams()
                .current(roomId)
                .map(run ->
                        new StreamView(
                                run.id(),
                                run.status().text(),
                                playlist(run, origin),
                                run.startedAt() == null ? null : run.startedAt().toString()))
                .orElse(null);
    }

    private static @Nullable String playlist(LiveStreamRun run, String origin) {
        return run.playlistPath().isEmpty() ? null : origin + run.playlistPath();
    }

    private List<FailureView> failures(String workspaceId) {
        List<JoinFailure> failures = stores.usage().failures(workspaceId, FAILURES);
        Map<String, String> names =
                failures.stream()
                        .map(JoinFailure::roomId)
                        .distinct()
                        .collect(Collectors.toMap(Function.identity(), this::nameOf));
        return failures.stream()
                .map(failure ->
                        new FailureView(
                                failure.id(),
                                failure.roomId(),
                                String.valueOf(names.get(failure.roomId())),
                                failure.role(),
                                failure.cause(),
                                failure.at().toString()))
                .toList();
    }

    private String nameOf(String roomId) {
        return stores.rooms().findRoom(roomId).map(Room::name).orElse(roomId);
    }

    /// @param peers how many are there now
    /// @param replay whether its audience may see the last recording
    record RoomRow(
            String id,
            String name,
            String description,
            boolean enabled,
            String templateId,
            String template,
            List<String> roles,
            int peers,
            boolean live,
            boolean replay,
            String createdAt) {}

    ApiReply rooms(ManagementToken caller, ApiRequest request) {
        QueryParams params = request.params();
        int limit = params.limit();
        String search = params.text("search");
        if (search != null && search.length() > MAX_SEARCH) {
            throw params.bad("search", "may have at most " + MAX_SEARCH + " characters");
        }
        List<RoomRow> found =
                stores
                        .rooms()
                        .search(
                                caller.workspaceId(),
                                search == null ? "" : search.strip(),
                                params.text("start"),
                                limit)
                        .stream()
                        .map(this::row)
                        .toList();
        return ApiReply.ok(new Page<>(limit, found, found.isEmpty() ? "" : found.getLast().id()));
    }

    ApiReply room(ManagementToken caller, ApiRequest request) {
        return ApiReply.ok(row(RoomsResource.owned(stores.rooms(), caller, request)));
    }

    private RoomRow row(Room room) {
        Template template = stores.rooms().templateOf(room);
        Optional<LiveRoom> inUse = Waiting.on(live.rooms().find(room.id()));
        return new RoomRow(
                room.id(),
                room.name(),
                room.description(),
                room.enabled(),
                template.id(),
                template.name(),
                List.copyOf(template.roles().keySet()),
                inUse.map(found -> found.peers().size()).orElse(0),
                inUse.isPresent() && stores.liveStreams().current(room.id()).isPresent(),
                room.options().replay(),
                room.createdAt().toString());
    }
}
