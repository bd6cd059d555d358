package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.RoomCode;
import io.rostra.platform.store.RoomCodeStore;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.token.ManagementToken;
import java.util.List;
import java.util.Set;

/// `/v2/room-codes`: short codes that stand for a room and a role.
final class RoomCodesResource {

    private static final int DEFAULT_LIMIT = 20;

    private final RoomCodeStore codes;
    private final RoomStore rooms;
    private final Json json;

    RoomCodesResource(RoomCodeStore codes, RoomStore rooms, Json json) {
        this.codes = codes;
        this.rooms = rooms;
        this.json = json;
    }

    record CodeView(
            String code,
            String roomId,
            String role,
            boolean enabled,
            String createdAt,
            String updatedAt) {

        static CodeView of(RoomCode code) {
            return new CodeView(
                    code.code(),
                    code.roomId(),
                    code.role(),
                    code.enabled(),
                    code.createdAt().toString(),
                    code.updatedAt().toString());
        }
    }

    record Codes(List<CodeView> data) {}

    ApiReply create(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.enabled(rooms, caller, request);
        Set<String> roles = rooms.templateOf(room).roles().keySet();
        return ApiReply.ok(
                new Codes(
                        codes.createMissing(room.id(), roles).stream().map(CodeView::of).toList()));
    }

    ApiReply createForRole(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.enabled(rooms, caller, request);
        String role = request.pathValue("role");
        if (rooms.templateOf(room).role(role).isEmpty()) {
            throw new ApiException(ApiError.NOT_FOUND, "the room's template has no such role");
        }
        return ApiReply.ok(
                codes.create(room.id(), role)
                        .map(CodeView::of)
                        .orElseThrow(() ->
                                new ApiException(
                                        ApiError.INVALID_BODY,
                                        "a room may have "
                                                + RoomCodeStore.MOST_PER_ROOM
                                                + " codes")));
    }

    ApiReply list(ManagementToken caller, ApiRequest request) {
        Room room = RoomsResource.enabled(rooms, caller, request);
        QueryParams params = request.params();
        String role = params.text("role");
        if (role != null && rooms.templateOf(room).role(role).isEmpty()) {
            throw new ApiException(ApiError.NOT_FOUND, "the room's template has no such role");
        }
        int limit = params.integer("limit", 1, 100, DEFAULT_LIMIT);
        List<CodeView> found =
                codes
                        .list(room.id(), role, params.flag("enabled"), params.text("start"), limit)
                        .stream()
                        .map(CodeView::of)
                        .toList();
        return ApiReply.ok(new Page<>(limit, found, found.isEmpty() ? "" : found.getLast().code()));
    }

    ApiReply enable(ManagementToken caller, ApiRequest request) {
        JsonBody body = json.read(request.body());
        body.allowOnly(List.of("code", "enabled"));
        String code = body.requiredText("code", 64);
        Boolean enabled = body.flag("enabled");
        if (enabled == null) {
            throw body.bad("enabled", "is missing");
        }
        RoomCode known =
                codes.find(code)
                        .filter(found ->
                                rooms.find(caller.workspaceId(), found.roomId()).isPresent())
                        .orElseThrow(() ->
                                new ApiException(ApiError.NOT_FOUND, "there is no such code"));
        if (enabled && !mayBeEnabled(known)) {
            throw new ApiException(ApiError.FORBIDDEN, "the room is disabled, or its role is gone");
        }
        return ApiReply.ok(
                CodeView.of(codes.enable(code, enabled).orElseThrow(IllegalStateException::new)));
    }

    private boolean mayBeEnabled(RoomCode code) {
        return rooms.findRoom(code.roomId())
                .filter(Room::enabled)
                .flatMap(room -> rooms.templateOf(room).role(code.role()))
                .isPresent();
    }
}
