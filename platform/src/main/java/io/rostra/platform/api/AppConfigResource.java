package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.RoomCode;
import io.rostra.platform.store.RoomCodeStore;
import io.rostra.platform.store.RoomQuery;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.store.WorkspaceStore;
import io.rostra.platform.workspace.TokenEndpointRules;
import io.rostra.platform.workspace.Workspaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `GET /app/config`: what our own web app must know to offer its join page.
final class AppConfigResource {

    private static final int MOST_ROOMS = 100;

    private final Workspaces workspaces;
    private final WorkspaceStore store;
    private final RoomStore rooms;
    private final RoomCodeStore codes;
    private final GuestPolicy policy;
    private final String publicUrl;

    AppConfigResource(
            Workspaces workspaces,
            WorkspaceStore store,
            RoomStore rooms,
            RoomCodeStore codes,
            GuestPolicy policy,
            String publicUrl) {
        this.publicUrl = publicUrl;
        this.workspaces = workspaces;
        this.store = store;
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
        TokenEndpointRules rules = store.tokenEndpoint(workspaces.first().id());
        boolean guest =
                policy.admits(request)
                        && rules.on()
                        && (rules.origins().isEmpty() || rules.servesOrigin(request.origin()));
        return ApiReply.ok(
                new AppConfig(
                        guest ? joinable(rules) : List.of(),
                        "/hmsapi/" + workspaces.first().subdomain() + "/",
                        guest,
                        publicUrl));
    }

    private List<JoinableRoom> joinable(TokenEndpointRules rules) {
        List<Room> listed =
                rooms.list(workspaces.first().id(), RoomQuery.enabled(MOST_ROOMS)).stream()
                        .filter(room -> rules.servesRoom(room.id()))
                        .toList();
        Map<String, List<RoomCode>> known =
                codes.enabledOf(listed.stream().map(Room::id).toList()).stream()
                        .collect(Collectors.groupingBy(RoomCode::roomId));
        return listed.stream()
                .map(room -> joinable(rules, room, known.getOrDefault(room.id(), List.of())))
                .toList();
    }

    private JoinableRoom joinable(TokenEndpointRules rules, Room room, List<RoomCode> known) {
        List<String> roles =
                rooms.templateOf(room).roles().keySet().stream().filter(rules::servesRole).toList();
        Map<String, String> byRole = new LinkedHashMap<>();
        for (RoomCode code : known) {
            if (roles.contains(code.role())) {
                byRole.putIfAbsent(code.role(), code.code());
            }
        }
        return new JoinableRoom(room.id(), room.name(), roles, byRole);
    }
}
