package io.rostra.signalling.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.platform.template.Plugins;
import io.rostra.platform.template.Role;
import io.rostra.platform.template.Template;
import io.rostra.sfu.publish.MediaKind;
import java.util.Collection;
import java.util.List;
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
            case Notification.SessionInfo _ -> "session-info";
            case Notification.NodeInfo _ -> "node-info";
            case Notification.PeerList _ -> "peer-list";
            case Notification.RoomState _ -> "room-state";
            case Notification.PeerJoin _ -> "on-peer-join";
            case Notification.PeerLeave _ -> "on-peer-leave";
            case Notification.PeerUpdate _ -> "on-peer-update";
            case Notification.PeerHidden _ -> "on-peer-update";
            case Notification.TrackAdd _ -> "on-track-add";
            case Notification.TrackUpdate _ -> "on-track-update";
            case Notification.TrackRemove _ -> "on-track-remove";
            case Notification.Broadcast _ -> "on-broadcast";
            case Notification.RoleChangeRequest _ -> "on-role-change-request";
            case Notification.TrackUpdateRequest _ -> "on-track-update-request";
            case Notification.MuteTracksRequest _ -> "on-change-track-mute-state-request";
            case Notification.Removed _ -> "on-peer-leave-request";
            case Notification.MetadataChange _ -> "on-metadata-change";
            case Notification.PollStart _ -> "on-poll-start";
            case Notification.PollStop _ -> "on-poll-stop";
            case Notification.PollStats _ -> "on-poll-stats";
            case Notification.RecordUpdate _ -> "on-record-update";
            case Notification.RtmpUpdate _ -> "on-rtmp-update";
            case Notification.TranscriptionUpdate _ -> "on-transcription-update";
            case Notification.HlsUpdate _ -> "on-hls-update";
            case Notification.LegacyHlsStart _ -> "on-hls-start";
            case Notification.LegacyHlsStop _ -> "on-hls-stop";
            case Notification.LegacyRecord(_, var recording, _) ->
                    recording.running() ? "on-record-start" : "on-record-stop";
            case Notification.LegacyRtmp(var rtmp, _) ->
                    rtmp.running() ? "on-rtmp-start" : "on-rtmp-stop";
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
                            .put("large_room_optimization", info.largeRoom());
            case Notification.SessionInfo info ->
                    Json.object()
                            .put("session_id", info.sessionId())
                            .put("room_id", info.roomId())
                            .put("peer_count", info.peerCount())
                            .put("track_count", info.trackCount());
            case Notification.NodeInfo(var node) -> Json.object().put("sfu_node_id", node);
            case Notification.PeerList list -> peerList(list);
            case Notification.RoomState state -> roomState(state);
            case Notification.PeerJoin(var peer) -> PeerJson.peer(peer);
            case Notification.PeerLeave(var peer) -> PeerJson.peer(peer);
            case Notification.PeerUpdate(var peer) -> PeerJson.peer(peer);
            case Notification.PeerHidden(var peer) -> PeerJson.peer(peer, false);
            case Notification.TrackAdd(var peer, var tracks) -> peerTracks(peer, tracks);
            case Notification.TrackUpdate(var peer, var tracks) -> peerTracks(peer, tracks);
            case Notification.TrackRemove(var peer, var tracks) -> peerTracks(peer, tracks);
            case Notification.Broadcast broadcast -> broadcast(broadcast);
            case Notification.RoleChangeRequest(var by, var role, var token) ->
                    Json.object().put("requested_by", by).put("role", role).put("token", token);
            case Notification.TrackUpdateRequest(var by, var track, boolean mute) ->
                    Json.object()
                            .put("requested_by", by)
                            .put("track_id", track.trackId())
                            .put("stream_id", track.streamId())
                            .put("mute", mute);
            case Notification.MuteTracksRequest(var by, var which) -> muteTracks(by, which);
            case Notification.Removed(var by, var reason, boolean roomEnd) -> {
                ObjectNode params = Json.object().put("reason", reason).put("room_end", roomEnd);
                yield by == null ? params : params.put("requested_by", by);
            }
            case Notification.MetadataChange(var entries) -> {
                ObjectNode params = Json.object();
                ArrayNode values = params.putArray("values");
                entries.forEach(entry -> ReplyCodec.metadata(values.addObject(), entry));
                yield params;
            }
            case Notification.PollStart(var poll) -> polls(PollJson.info(poll));
            case Notification.PollStop(var poll) -> polls(PollJson.stopped(poll));
            case Notification.PollStats(var id, var result) -> polls(PollJson.result(id, result));
            case Notification.RecordUpdate(var kind, var recording, var failure) ->
                    recording(kind, recording, failure);
            case Notification.LegacyRecord(var kind, var recording, var failure) ->
                    recording(kind, recording, failure);
            case Notification.RtmpUpdate(var rtmp, var failure) ->
                    withFailure(output(rtmp), failure);
            case Notification.LegacyRtmp(var rtmp, var failure) ->
                    withFailure(output(rtmp), failure);
            case Notification.TranscriptionUpdate(var captions, long now) ->
                    captions(captions, now);
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
        params.set("plugins", plugins(template.plugins()));
        params.put("template_id", template.id());
        return params;
    }

    /// Whiteboards are left out: this server has none.
    private static ObjectNode plugins(Plugins plugins) {
        ObjectNode node = Json.object();
        Plugins.Transcriptions transcriptions = plugins.transcriptions();
        if (transcriptions != null) {
            ObjectNode entry =
                    node.putArray("transcriptions").addObject().put("mode", transcriptions.mode());
            ArrayNode admins = entry.putObject("permissions").putArray("admin");
            transcriptions.permissions().admin().forEach(admins::add);
            entry.putObject("translation").put("enabled", false).putObject("roleLanguages");
        }
        Plugins.NoiseCancellation noiseCancellation = plugins.noiseCancellation();
        if (noiseCancellation != null) {
            node.putObject("noiseCancellation").put("enabled", noiseCancellation.enabled());
        }
        return node;
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

    private static ObjectNode muteTracks(String by, ModerationRequest.MuteTracks which) {
        ObjectNode params = Json.object().put("requested_by", by).put("value", which.mute());
        if (which.kind() != null) {
            params.put("type", which.kind() == MediaKind.AUDIO ? "audio" : "video");
        }
        if (which.source() != null) {
            params.put("source", which.source());
        }
        which.roles().forEach(params.putArray("roles")::add);
        return params;
    }

    private static ObjectNode polls(ObjectNode only) {
        ObjectNode params = Json.object();
        params.putArray("polls").add(only);
        return params;
    }

    private static ObjectNode roomState(Notification.RoomState state) {
        ObjectNode params = Json.object().put("peer_count", state.peerCount());
        params.set("room", room(state.room()));
        List<PeerView> peers = state.peers();
        if (peers != null) {
            ObjectNode node = params.putObject("peers");
            peers.forEach(peer -> node.set(peer.peerId(), PeerJson.peer(peer)));
        }
        return params;
    }

    private static ObjectNode peerList(Notification.PeerList list) {
        ObjectNode params = Json.object();
        ObjectNode peers = params.putObject("peers");
        for (PeerView peer : list.peers()) {
            peers.set(peer.peerId(), PeerJson.peer(peer));
        }
        params.set("room", room(list.room()));
        return params;
    }

    private static ObjectNode peerTracks(PeerView peer, Collection<Track> tracks) {
        ObjectNode params = Json.object();
        params.set("peer", PeerJson.peer(peer));
        params.set("tracks", PeerJson.tracks(tracks));
        return params;
    }

    private static ObjectNode broadcast(Notification.Broadcast broadcast) {
        ObjectNode params = Json.object();
        params.set("peer", PeerJson.identity(broadcast.sender()));
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
        recording.set("sfu", output(OutputView.NONE));
        recording.set("browser", output(room.recording()));
        putFile(
                output(recording.putObject("hls"), room.hlsRecording()).putObject("config"),
                room.hlsRecording().running());
        ObjectNode streaming = node.putObject("streaming");
        streaming.put("enabled", room.hls().running());
        streaming.set("rtmp", output(room.rtmp()));
        streaming.set("hls", hls(room.hls()));
        ArrayNode transcriptions = node.putArray("transcriptions");
        if (room.captions().running()) {
            transcriptions.add(captions(room.captions(), room.captions().startedAt()));
        }
        return node;
    }

    private static ObjectNode output(OutputView view) {
        return output(Json.object(), view);
    }

    /// The legacy dialect reads `enabled`, the others `state`.
    private static ObjectNode output(ObjectNode node, OutputView view) {
        return node.put("enabled", view.running())
                .put("initialised_at", view.initialisedAt())
                .put("started_at", view.startedAt())
                .put("state", view.state().name().toLowerCase(Locale.ROOT));
    }

    private static ObjectNode recording(
            RecordingKind kind, OutputView view, Notification.@Nullable Failure failure) {
        ObjectNode node = output(view).put("type", kind.wireName());
        if (kind == RecordingKind.HLS) {
            putFile(node.putObject("hls_recording"), true);
        }
        return withFailure(node, failure);
    }

    /// A recording is one file, and no playlist.
    private static void putFile(ObjectNode config, boolean recorded) {
        config.put("hls_vod", false).put("single_file_per_layer", recorded);
    }

    private static ObjectNode captions(OutputView view, long now) {
        ObjectNode node =
                Json.object()
                        .put("mode", "caption")
                        .put("state", view.state().name().toLowerCase(Locale.ROOT))
                        .put("initialised_at", view.initialisedAt())
                        .put("started_at", view.startedAt())
                        .put("updated_at", now)
                        .put("stopped_at", view.running() ? 0 : now);
        node.putObject("translation").put("enabled", false);
        return node;
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
