package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomDirectory;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.AppToken;
import java.util.ArrayList;
import java.util.List;

/// `GET /v2/layouts/ui`: how the prebuilt room UI of the public SDK shows the room to each role.
/// Nobody edits these layouts: they follow from what the template lets roles do.
final class LayoutsResource {

    private final RoomDirectory rooms;

    LayoutsResource(RoomDirectory rooms) {
        this.rooms = rooms;
    }

    /// @param data the layout of the caller's role first, then those of all others
    record Layouts(List<Layout> data, int limit, String last) {}

    ApiReply handle(AppToken caller) {
        Room room =
                rooms.findRoom(caller.roomId())
                        .filter(found -> found.workspaceId().equals(caller.workspaceId()))
                        .orElseThrow(() ->
                                new ApiException(ApiError.NOT_FOUND, "there is no such room"));
        Template template = rooms.templateOf(room);
        var layouts = new ArrayList<Layout>();
        template.role(caller.role()).ifPresent(role -> layouts.add(Layout.of(role, template)));
        for (Role role : template.roles().values()) {
            if (!role.name().equals(caller.role())) {
                layouts.add(Layout.of(role, template));
            }
        }
        return ApiReply.ok(new Layouts(layouts, layouts.size(), ""));
    }
}
