package io.rostra.platform.api;

import io.rostra.platform.room.Room;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.store.WorkspaceStore;
import io.rostra.platform.template.Template;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.workspace.TokenEndpointRules;
import io.rostra.platform.workspace.Workspace;
import io.rostra.platform.workspace.Workspaces;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `POST /hmsapi/{subdomain}/api/token`: room, role and user in, app token out. The endpoint
/// tutorials call from a page; it never gives out management tokens.
final class TokenEndpoint {

    static final String API_VERSION = "2.0.0";

    private final Workspaces workspaces;
    private final WorkspaceStore store;
    private final RoomStore rooms;
    private final TokenIssuer tokens;
    private final GuestPolicy policy;
    private final Json json;

    TokenEndpoint(
            Workspaces workspaces,
            WorkspaceStore store,
            RoomStore rooms,
            TokenIssuer tokens,
            GuestPolicy policy,
            Json json) {
        this.workspaces = workspaces;
        this.store = store;
        this.rooms = rooms;
        this.tokens = tokens;
        this.policy = policy;
        this.json = json;
    }

    record Granted(String token, String msg, int status, boolean success, String apiVersion) {}

    record Refused(boolean success, String msg, int status, String apiVersion) {

        static Refused of(ApiError error, String detail) {
            return new Refused(false, detail, error.status(), API_VERSION);
        }
    }

    ApiReply handle(ApiRequest request) {
        if (!policy.admits(request)) {
            throw new ApiException(ApiError.FORBIDDEN, policy.refusal());
        }
        Workspace workspace =
                workspaces
                        .bySubdomain(request.pathValue("subdomain"))
                        .orElseThrow(() ->
                                new ApiException(
                                        ApiError.NOT_FOUND,
                                        "there is no workspace of this subdomain here"));
        TokenEndpointRules rules = store.tokenEndpoint(workspace.id());
        if (!rules.on()) {
            throw new ApiException(
                    ApiError.FORBIDDEN, "Generating token using the room_id and role is disabled.");
        }
        if (!rules.servesOrigin(request.page())) {
            throw new ApiException(
                    ApiError.FORBIDDEN, "this page's origin may not ask for tokens here");
        }
        JsonBody body = json.read(request.body());
        String type = body.text("type", 32);
        if (type != null && !type.equals("app")) {
            throw JsonBody.refused("type", "must be app");
        }
        Room room = room(workspace, body.requiredText("room_id", 64));
        String role = role(rooms.templateOf(room), body.requiredText("role", 128));
        if (!rules.servesRoom(room.id()) || !rules.servesRole(role)) {
            throw new ApiException(
                    ApiError.FORBIDDEN,
                    "there are no tokens for this "
                            + (rules.servesRoom(room.id()) ? "role" : "room_id")
                            + " here; they come from a backend");
        }
        String token = tokens.app(workspace, room.id(), user(body), role, TokenIssuer.DAY);
        return ApiReply.ok(
                new Granted(token, "token generated successfully", 200, true, API_VERSION));
    }

    private Room room(Workspace workspace, String roomId) {
        Room room =
                rooms.find(workspace.id(), roomId)
                        .orElseThrow(() ->
                                new ApiException(
                                        ApiError.NOT_FOUND,
                                        "room_id names no room of this workspace"));
        if (!room.enabled()) {
            throw new ApiException(ApiError.FORBIDDEN, "the room is disabled");
        }
        return room;
    }

    private static String role(Template template, String role) {
        if (template.role(role).isEmpty()) {
            throw JsonBody.refused(
                    "role", "must be one of " + String.join(", ", template.roles().keySet()));
        }
        return role;
    }

    private static String user(JsonBody body) {
        @Nullable String user = body.text("user_id", 256);
        return user == null || user.isEmpty() ? UUID.randomUUID().toString() : user;
    }
}
