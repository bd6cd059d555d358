package io.rostra.signalling.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.sfu.publish.MediaKind;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes notifications: `{"method":"...","params":{...},"jsonrpc":"2.0"}`, never with an id, since
/// a client takes a message with an id for a reply.
final class NotificationCodec {

    private NotificationCodec() {}

    static String encode(Notification notification) {
        ObjectNode message = Json.object();
        message.put("method", method(notification));
        message.set("params", params(notification));
        message.put("jsonrpc", "2.0");
        return message.toString();
    }

    private static String method(Notification notification) {
        return switch (notification) {
            case Notification.PolicyChange _ -> "on-policy-change";
            case Notification.RoomInfo _ -> "room-info";
            case Notification.PeerList _ -> "peer-list";
            case Notification.RoomState _ -> "room-state";
            case Notification.PeerJoin _ -> "on-peer-join";
            case Notification.PeerLeave _ -> "on-peer-leave";
            case Notification.Removed _ -> "on-peer-leave-request";
            case Notification.PeerUpdate _ -> "on-peer-update";
            case Notification.TrackAdd _ -> "on-track-add";
            case Notification.TrackUpdate _ -> "on-track-update";
            case Notification.TrackRemove _ -> "on-track-remove";
            case Notification.Broadcast _ -> "on-broadcast";
            case Notification.HlsUpdate _ -> "on-hls-update";
            case Notification.LegacyHlsStart _ -> "on-hls-start";
            case Notification.LegacyHlsStop _ -> "on-hls-stop";
            case Notification.Offer _ -> "offer";
            case Notification.Error _ -> "on-error";
            case Notification.Warning _ -> "on-warning";
        };
    }

    private static ObjectNode params(Notification notification) {
        return switch (notification) {
            case Notification.PolicyChange(var role, var template) -> policy(role, template);
            case Notification.RoomInfo info ->
                    Json.object()
                            .put("room_id", info.roomId())
                            .put("name", info.name())
                            .put("description", info.description())
                            .put("max_size", 0)
                            .put("large_room_optimization", false);
            case Notification.PeerList list -> peerList(list);
            case Notification.RoomState(int count, var room) -> {
                ObjectNode params = Json.object().put("peer_count", count);
                params.set("room", room(room));
                yield params;
            }
            case Notification.PeerJoin(var peer) -> peer(peer);
            case Notification.PeerLeave(var peer) -> peer(peer);
            case Notification.Removed(var reason) ->
                    Json.object().put("reason", reason).put("room_end", false);
            case Notification.PeerUpdate(var peer) -> peer(peer);
            case Notification.TrackAdd(var peer, var tracks) -> peerTracks(peer, tracks);
            case Notification.TrackUpdate(var peer, var tracks) -> peerTracks(peer, tracks);
            case Notification.TrackRemove(var peer, var tracks) -> peerTracks(peer, tracks);
            case Notification.Broadcast broadcast -> broadcast(broadcast);
            case Notification.HlsUpdate(var hls, var failure) -> withFailure(hls(hls), failure);
            case Notification.LegacyHlsStart(var hls) -> hls(hls);
            case Notification.LegacyHlsStop(var failure) -> withFailure(hls(HlsView.OFF), failure);
            case Notification.Offer(var sdp, var sfuNodeId) ->
                    Json.object()
                            .put("type", "offer")
                            .put("sdp", sdp)
                            .put("sfu_node_id", sfuNodeId);
            case Notification.Error(var code, var text) ->
                    Json.object().put("code", code.code()).put("message", text);
            case Notification.Warning(var code, var text) ->
                    Json.object().put("code", code.code()).put("message", text);
        };
    }

    private static ObjectNode policy(String role, Template template) {
        ObjectNode params = Json.object().put("name", role);
        ObjectNode roles = params.putObject("known_roles");
        for (Role each : template.roles().values()) {
            roles.set(each.name(), role(each));
        }
        params.putObject("plugins");
        params.put("template_id", template.id());
        return params;
    }

    /// A role as the template API shapes it, plus the two objects that clients of the legacy
    /// dialect look for instead of `simulcast`: without them their join hangs.
    private static ObjectNode role(Role role) {
        ObjectNode node = Json.MAPPER.valueToTree(role);
        ObjectNode publish = node.withObjectProperty("publishParams");
        publish.putObject("videoSimulcastLayers").putArray("layers");
        publish.putObject("screenSimulcastLayers").putArray("layers");
        return node;
    }

    private static ObjectNode peerList(Notification.PeerList list) {
        ObjectNode params = Json.object();
        ObjectNode peers = params.putObject("peers");
        for (PeerView peer : list.peers()) {
            peers.set(peer.peerId(), peer(peer));
        }
        params.set("room", room(list.room()));
        return params;
    }

    /// `realtime` is what keeps the peer in the client's store; without it an update removes it.
    private static ObjectNode peer(PeerView peer) {
        ObjectNode node = identity(peer);
        node.put("joined_at", peer.joinedAt());
        node.put("realtime", true);
        node.set("tracks", tracks(peer.tracks()));
        return node;
    }

    private static ObjectNode identity(PeerView peer) {
        ObjectNode node = Json.object().put("peer_id", peer.peerId()).put("role", peer.role());
        peer.groups().forEach(node.putArray("groups")::add);
        node.putObject("info")
                .put("name", peer.name())
                .put("data", peer.data())
                .put("user_id", peer.userId())
                .put("type", "regular");
        return node;
    }

    private static ObjectNode tracks(Collection<Track> tracks) {
        ObjectNode node = Json.object();
        for (Track track : tracks) {
            node.putObject(track.trackId())
                    .put("track_id", track.trackId())
                    .put("stream_id", track.streamId())
                    .put("type", track.kind() == MediaKind.AUDIO ? "audio" : "video")
                    .put("source", track.source())
                    .put("mute", track.mute())
                    .put("description", track.description());
        }
        return node;
    }

    private static ObjectNode peerTracks(PeerView peer, Collection<Track> tracks) {
        ObjectNode params = Json.object();
        params.set("peer", peer(peer));
        params.set("tracks", tracks(tracks));
        return params;
    }

    private static ObjectNode broadcast(Notification.Broadcast broadcast) {
        ObjectNode params = Json.object();
        params.set("peer", identity(broadcast.sender()));
        params.put("message_id", broadcast.messageId());
        params.put("timestamp", broadcast.timestamp());
        params.put("private", broadcast.direct());
        broadcast.roles().forEach(params.putArray("roles")::add);
        params.putObject("info").put("message", broadcast.message()).put("type", broadcast.type());
        return params;
    }

    private static ObjectNode room(RoomView room) {
        ObjectNode node =
                Json.object()
                        .put("name", room.name())
                        .put("session_id", room.sessionId())
                        .put("started_at", room.startedAt());
        ObjectNode recording = node.putObject("recording");
        off(recording.putObject("sfu"));
        off(recording.putObject("browser"));
        off(recording.putObject("hls"))
                .put("initialised_at", 0)
                .putObject("config")
                .put("hls_vod", false)
                .put("single_file_per_layer", false);
        ObjectNode streaming = node.putObject("streaming");
        streaming.put("enabled", room.hls().running());
        off(streaming.putObject("rtmp"));
        streaming.set("hls", hls(room.hls()));
        node.putArray("transcriptions");
        return node;
    }

    private static ObjectNode off(ObjectNode node) {
        return node.put("enabled", false).put("started_at", 0).put("state", "none");
    }

    private static ObjectNode hls(HlsView hls) {
        ObjectNode node = Json.object().put("enabled", hls.running());
        ArrayNode variants = node.putArray("variants");
        if (hls.running()) {
            variants.addObject()
                    .put("url", hls.url())
                    .put("meeting_url", "")
                    .put("metadata", "")
                    .put("playlist_type", "no-dvr")
                    .put("stream_type", "composite")
                    .put("initialised_at", hls.initialisedAt())
                    .put("started_at", hls.startedAt())
                    .put("state", hls.state().name().toLowerCase(Locale.ROOT));
        }
        return node;
    }

    private static ObjectNode withFailure(ObjectNode node, Notification.@Nullable Failure failure) {
        if (failure != null) {
            node.putObject("error").put("code", failure.code()).put("message", failure.message());
        }
        return node;
    }
}
