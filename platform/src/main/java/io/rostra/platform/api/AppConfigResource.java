package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.RoomQuery;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.workspace.Workspaces;
import java.util.List;

/// `GET /app/config`: what our own web app must know to offer its join page.
final class AppConfigResource {

    private static final int MOST_ROOMS = 100;

    private final Workspaces workspaces;
    private final RoomStore rooms;
    private final GuestPolicy policy;

    AppConfigResource(Workspaces workspaces, RoomStore rooms, GuestPolicy policy) {
        this.workspaces = workspaces;
        this.rooms = rooms;
        this.policy = policy;
    }

    /// @param rooms empty unless the caller may have tokens for them
    record AppConfig(List<JoinableRoom> rooms, String tokenEndpoint, boolean guestAccess) {}

    record JoinableRoom(String id, String name, List<String> roles) {}

    ApiReply handle(ApiRequest request) {
        boolean guest = policy.admits(request);
        return ApiReply.ok(
                new AppConfig(
                        guest ? joinable() : List.of(),
                        "/hmsapi/" + workspaces.first().subdomain() + "/",
                        guest));
    }

    private List<JoinableRoom> joinable() {
        return rooms.list(workspaces.first().id(), RoomQuery.enabled(MOST_ROOMS)).stream()
                .map(this::joinable)
                .toList();
    }

    private JoinableRoom joinable(Room room) {
        return new JoinableRoom(
                room.id(), room.name(), List.copyOf(rooms.templateOf(room).roles().keySet()));
    }
}
