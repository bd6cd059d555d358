package io.rostra.server.socketio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.signalling.rpc.HlsView;
import io.rostra.signalling.rpc.ModerationRequest;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.PeerView;
import io.rostra.socketio.Namespace;
import io.rostra.socketio.engine.OutboundMessage;
import io.rostra.socketio.engine.OutboundMessage.Delivery;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What happens in a platform room, as events for Socket.IO clients.
///
/// ```text
/// user-joined (id, {name, role, userId, data, joinedAt, groups, tracks})
/// user-updated (id, {...})                 name, data, groups, tracks, mute
/// user-left (id)
/// message (text, sender id, {id, time, type, name, role, direct, roles})
/// live ({running, url, startedAt})
/// mute-request ({kind, mute}, id of who asks)    kind: audio, video, or none for both
/// ```
final class PeerEvents {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PeerEvents() {}

    /// @return null when clients are not told of it
    static @Nullable OutboundMessage encode(Namespace namespace, Notification notification) {
        return switch (notification) {
            case Notification.PeerJoin(var peer) ->
                    event(namespace, "user-joined", peer.peerId(), details(peer));
            case Notification.PeerLeave(var peer) -> left(namespace, peer);
            case Notification.PeerHidden(var peer) -> left(namespace, peer);
            case Notification.PeerUpdate(var peer) -> updated(namespace, peer);
            case Notification.TrackAdd(var peer, _) -> updated(namespace, peer);
            case Notification.TrackUpdate(var peer, _) -> updated(namespace, peer);
            case Notification.TrackRemove(var peer, _) -> updated(namespace, peer);
            case Notification.Broadcast message ->
                    event(
                            namespace,
                            "message",
                            message.message(),
                            message.sender().peerId(),
                            about(message));
            case Notification.TrackUpdateRequest(var by, var track, boolean mute) ->
                    event(namespace, "mute-request", muting(track.kind(), mute), by);
            case Notification.MuteTracksRequest(var by, var which) when isRegular(which) ->
                    event(namespace, "mute-request", muting(which.kind(), which.mute()), by);
            case Notification.HlsUpdate(var hls, _) -> event(namespace, "live", live(hls));
            default -> null; // of no use without the SDK's connections and screens
        };
    }

    private static OutboundMessage left(Namespace namespace, PeerView peer) {
        return event(namespace, "user-left", peer.peerId());
    }

    private static OutboundMessage updated(Namespace namespace, PeerView peer) {
        return event(namespace, "user-updated", peer.peerId(), details(peer));
    }

    private static OutboundMessage event(Namespace namespace, String name, Object... arguments) {
        return namespace.encode(Delivery.RELIABLE, name, arguments);
    }

    static ObjectNode details(PeerView peer) {
        ObjectNode details =
                JSON.objectNode()
                        .put("name", peer.name())
                        .put("role", peer.role())
                        .put("userId", peer.userId())
                        .put("data", peer.data())
                        .put("joinedAt", peer.joinedAt());
        ArrayNode groups = details.putArray("groups");
        peer.groups().forEach(groups::add);
        ArrayNode tracks = details.putArray("tracks");
        peer.tracks()
                .forEach(track ->
                        tracks.addObject()
                                .put("id", track.trackId())
                                .put("kind", name(track.kind()))
                                .put("source", track.source())
                                .put("mute", track.mute()));
        return details;
    }

    private static ObjectNode about(Notification.Broadcast message) {
        ObjectNode about =
                JSON.objectNode()
                        .put("id", message.messageId())
                        .put("time", message.timestamp())
                        .put("type", message.type())
                        .put("name", message.sender().name())
                        .put("role", message.sender().role())
                        .put("direct", message.direct());
        ArrayNode roles = about.putArray("roles");
        message.roles().forEach(roles::add);
        return about;
    }

    /// Cameras and microphones: what sockets send has no other source.
    private static boolean isRegular(ModerationRequest.MuteTracks which) {
        return which.source() == null || which.source().equals("regular");
    }

    private static ObjectNode muting(@Nullable MediaKind kind, boolean mute) {
        ObjectNode muting = JSON.objectNode().put("mute", mute);
        return kind == null ? muting : muting.put("kind", name(kind));
    }

    private static String name(MediaKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    static ObjectNode live(HlsView hls) {
        return JSON.objectNode()
                .put("running", hls.state() == HlsView.State.STARTED)
                .put("url", hls.url())
                .put("startedAt", hls.startedAt());
    }
}
