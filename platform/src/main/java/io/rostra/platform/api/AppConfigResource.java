package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.RoomQuery;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.workspace.Workspace;
import java.util.List;

/// `GET /app/config`: what our own web app must know to offer its join page.
final class AppConfigResource {

    private static final int MOST_ROOMS = 100;

    private final Workspace workspace;
    private final RoomStore rooms;
    private final GuestPolicy policy;

    AppConfigResource(Workspace workspace, RoomStore rooms, GuestPolicy policy) {
        this.workspace = workspace;
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
                        "/hmsapi/" + workspace.subdomain() + "/",
                        guest));
    }

    private List<JoinableRoom> joinable() {
        return rooms.list(workspace.id(), RoomQuery.enabled(MOST_ROOMS)).stream()
                .map(this::joinable)
                .toList();
    }

    private JoinableRoom joinable(Room room) {
        return new JoinableRoom(
                room.id(), room.name(), List.copyOf(rooms.templateOf(room).roles().keySet()));
    }
}
