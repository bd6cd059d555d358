package io.rostra.signalling.rpc;

import io.rostra.sfu.publish.MediaKind;
import io.rostra.signalling.rpc.Fields.FieldException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the params of [RoleRequest] and [ModerationRequest].
final class ModerationParams {

    private ModerationParams() {}

    static Request changeRole(Fields params) throws FieldException {
        String role = params.text("role");
        List<String> roles = params.texts("roles", RequestCodec.MAX_ENTRIES);
        if (!roles.isEmpty()) {
            return new RoleRequest.ChangeRoles(roles, role);
        }
        return new RoleRequest.ChangePeer(
                params.text("requested_for"), role, params.flag("force", false));
    }

    static Request muteTrack(Fields params) throws FieldException {
        return new ModerationRequest.MuteTrack(
                params.text("requested_for"), params.text("track_id"), params.flag("mute"));
    }

    static Request muteTracks(Fields params) throws FieldException {
        return new ModerationRequest.MuteTracks(
                params.flag("value"),
                kind(params),
                params.optionalText("source"),
                params.texts("roles", RequestCodec.MAX_ENTRIES));
    }

    private static @Nullable MediaKind kind(Fields params) throws FieldException {
        String type = params.optionalText("type");
        return switch (type) {
            case null -> null;
            case "audio" -> MediaKind.AUDIO;
            case "video" -> MediaKind.VIDEO;
            default -> throw new FieldException(params.at("type") + " must be audio or video");
        };
    }

    static Request removePeer(Fields params) throws FieldException {
        return new ModerationRequest.RemovePeer(
                params.text("requested_for"), params.text("reason", ""));
    }

    static Request endRoom(Fields params) throws FieldException {
        return new ModerationRequest.EndRoom(params.flag("lock", false), params.text("reason", ""));
    }

    static Request groupAdd(Fields params) throws FieldException {
        return new ModerationRequest.GroupAdd(params.text("peer_id"), params.text("name"));
    }

    static Request groupRemove(Fields params) throws FieldException {
        return new ModerationRequest.GroupRemove(params.text("peer_id"), params.text("name"));
    }
}
