package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.RoomCode;
import io.rostra.platform.store.RoomCodeStore;
import io.rostra.platform.store.RoomQuery;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.workspace.Workspaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `GET /app/config`: what our own web app must know to offer its join page.
final class AppConfigResource {

    private static final int MOST_ROOMS = 100;

    private final Workspaces workspaces;
    private final RoomStore rooms;
    private final RoomCodeStore codes;
    private final GuestPolicy policy;
    private final String publicUrl;

    AppConfigResource(
            Workspaces workspaces,
            RoomStore rooms,
            RoomCodeStore codes,
            GuestPolicy policy,
            String publicUrl) {
        this.publicUrl = publicUrl;
        this.workspaces = workspaces;
        this.rooms = rooms;
        this.codes = codes;
        this.policy = policy;
    }

    /// @param rooms empty unless the caller may have tokens for them
    /// @param publicUrl where others reach the server, without a slash at the end; empty when
    ///   nobody has said so
    record AppConfig(
            List<JoinableRoom> rooms,
            String tokenEndpoint,
            boolean guestAccess,
            String publicUrl) {}

    /// @param codes by role, for links that let others in; roles without an enabled code are absent
    record JoinableRoom(String id, String name, List<String> roles, Map<String, String> codes) {}

    ApiReply handle(ApiRequest request) {
        boolean guest = policy.admits(request);
        return ApiReply.ok(
                new AppConfig(
                        guest ? joinable() : List.of(),
                        "/hmsapi/" + workspaces.first().subdomain() + "/",
                        guest,
                        publicUrl));
    }

    private List<JoinableRoom> joinable() {
        List<Room> listed = rooms.list(workspaces.first().id(), RoomQuery.enabled(MOST_ROOMS));
        Map<String, List<RoomCode>> known =
                codes.enabledOf(listed.stream().map(Room::id).toList()).stream()
                        .collect(Collectors.groupingBy(RoomCode::roomId));
        return listed.stream()
                .map(room -> joinable(room, known.getOrDefault(room.id(), List.of())))
                .toList();
    }

    private JoinableRoom joinable(Room room, List<RoomCode> known) {
        List<String> roles = List.copyOf(rooms.templateOf(room).roles().keySet());
        Map<String, String> byRole = new LinkedHashMap<>();
        for (RoomCode code : known) {
            if (roles.contains(code.role())) {
                byRole.putIfAbsent(code.role(), code.code());
            }
        }
        return new JoinableRoom(room.id(), room.name(), roles, byRole);
    }
}
