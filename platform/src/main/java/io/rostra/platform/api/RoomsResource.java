package io.rostra.platform.api;

import io.rostra.platform.live.Intake;
import io.rostra.platform.room.Room;
import io.rostra.platform.room.RoomName;
import io.rostra.platform.room.RoomOptions;
import io.rostra.platform.store.NameTakenException;
import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.RoomChange;
import io.rostra.platform.store.RoomQuery;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.store.TemplateStore;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.ManagementToken;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v2/rooms`. Creation is an upsert by name, as backends of the original rely on.
final class RoomsResource {

    private static final int MAX_DESCRIPTION = 2048;

    private final RoomStore rooms;
    private final TemplateStore templates;
    private final Intake intake;
    private final Json json;

    RoomsResource(RoomStore rooms, TemplateStore templates, Intake intake, Json json) {
        this.rooms = rooms;
        this.templates = templates;
        this.intake = intake;
        this.json = json;
    }

    ApiReply create(ManagementToken caller, ApiRequest request) {
        if (!intake.isOpen()) {
            throw new ApiException(ApiError.OVERLOADED, Intake.CLOSED);
        }
        JsonBody body = json.read(request.body());
        String given = name(body);
        String description = body.text("description", MAX_DESCRIPTION);
        Template template = template(caller.workspaceId(), body);
        Room room =
                rooms.createOrReplace(
                        caller.workspaceId(),
                        template.id(),
                        given == null ? UUID.randomUUID().toString() : given,
                        description == null ? "" : description,
                        RoomOptionsReader.read(body, RoomOptions.NONE));
        return ApiReply.ok(RoomView.of(room, template.name()));
    }

    ApiReply list(ManagementToken caller, ApiRequest request) {
        RoomQuery query = query(new QueryParams(request.query()));
        List<RoomView> found =
                rooms.list(caller.workspaceId(), query).stream().map(this::view).toList();
        return ApiReply.ok(
                new Page<>(query.limit(), found, found.isEmpty() ? "" : found.getLast().id()));
    }

    ApiReply get(ManagementToken caller, ApiRequest request) {
        String id = id(request);
        return ApiReply.ok(
                rooms.find(caller.workspaceId(), id)
                        .map(this::view)
                        .orElseThrow(() -> unknown(id)));
    }

    ApiReply update(ManagementToken caller, ApiRequest request) {
        String id = id(request);
        JsonBody body = json.read(request.body());
        var change =
                new RoomChange(
                        name(body),
                        body.text("description", MAX_DESCRIPTION),
                        body.flag("enabled"),
                        options -> RoomOptionsReader.read(body, options));
        try {
            return ApiReply.ok(
                    rooms.update(caller.workspaceId(), id, change)
                            .map(this::view)
                            .orElseThrow(() -> unknown(id)));
        } catch (NameTakenException _) {
            throw JsonBody.refused("name", "belongs to another room already");
        }
    }

    private static RoomQuery query(QueryParams params) {
        Boolean enabled = params.flag("enabled");
        return new RoomQuery(
                // The original lists enabled rooms unless asked for the others.
                enabled == null || enabled,
                params.text("name"),
                params.text("template_id"),
                params.instant("after"),
                params.instant("before"),
                params.text("start"),
                params.limit());
    }

    private static @Nullable String name(JsonBody body) {
        String name = body.text("name", RoomName.MAX_LENGTH);
        if (name != null && !RoomName.isValid(name)) {
            throw JsonBody.refused("name", RoomName.RULE);
        }
        return name;
    }

    private Template template(String workspaceId, JsonBody body) {
        if (body.has("template")) {
            throw JsonBody.refused("template", "is not accepted, use template_id");
        }
        String id = body.text("template_id", 24);
        if (id == null || id.isEmpty()) {
            return templates.defaultOf(workspaceId);
        }
        return templates
                .find(workspaceId, id)
                .orElseThrow(() -> JsonBody.refused("template_id", "names no template of yours"));
    }

    private RoomView view(Room room) {
        return RoomView.of(room, rooms.templateOf(room).name());
    }

    /// The room of the request's path, if it is the caller's.
    static Room owned(RoomStore rooms, ManagementToken caller, ApiRequest request) {
        String id = id(request);
        return rooms.find(caller.workspaceId(), id).orElseThrow(() -> unknown(id));
    }

    /// Like [#owned], for what a disabled room does not do.
    static Room enabled(RoomStore rooms, ManagementToken caller, ApiRequest request) {
        Room room = owned(rooms, caller, request);
        if (!room.enabled()) {
            throw new ApiException(ApiError.FORBIDDEN, "the room is disabled");
        }
        return room;
    }

    private static String id(ApiRequest request) {
        String id = String.valueOf(request.path().get("room_id"));
        if (!ObjectIds.isValid(id)) {
            throw unknown(id);
        }
        return id;
    }

    private static ApiException unknown(String id) {
        return new ApiException(
                ApiError.NOT_FOUND,
                ObjectIds.isValid(id)
                        ? "there is no room with the id " + id
                        : "room ids have 24 hex digits");
    }
}
