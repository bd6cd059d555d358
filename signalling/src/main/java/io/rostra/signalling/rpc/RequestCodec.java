package io.rostra.signalling.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.platform.live.RoomEvent;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.signalling.rpc.Fields.FieldException;
import io.rostra.signalling.rpc.Request.Recipients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what a client sends on its WebSocket and writes the replies.
///
/// ```
/// request       {"method":"offer","params":{...},"id":"<uuid>","jsonrpc":"2.0"}
/// notification  {"method":"leave","params":{...}}                       no id, often no jsonrpc
/// reply         {"id":"<same>","result":{...},"jsonrpc":"2.0"}
/// refusal       {"id":"<same>","error":{"code":403,"message":"..."},"jsonrpc":"2.0"}
/// ```
///
/// Strict about types, lenient about what is missing and optional or unknown.
public final class RequestCodec {

    /// Entries that a list or map in a request may have.
    static final int MAX_ENTRIES = 256;

    private static final int MAX_MEDIA_ID_LENGTH = 128;

    private RequestCodec() {}

    /// @param id null for a notification, which wants no reply
    public record Incoming(@Nullable RequestId id, Request request) {}

    public static Incoming decode(String text) throws MalformedMessageException {
        JsonNode message;
        try {
            message = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedMessageException(null, "Not JSON: " + e.getOriginalMessage());
        }
        if (message == null || !message.isObject()) {
            throw new MalformedMessageException(null, "A message must be a JSON object");
        }
        RequestId id = id(message.get("id"));
        JsonNode method = message.get("method");
        if (method == null || !method.isTextual()) {
            throw new MalformedMessageException(id, "method is missing or not text");
        }
        try {
            return new Incoming(id, request(method.textValue(), message.get("params")));
        } catch (FieldException e) {
            throw new MalformedMessageException(id, String.valueOf(e.getMessage()));
        }
    }

    /// The SDK sends these all the time, in forms of its own: nothing in them is an error.
    private static Request analytics(@Nullable JsonNode params) {
        JsonNode name = params == null ? null : params.get("name");
        JsonNode info = params == null ? null : params.get("info");
        String text = info != null && info.isObject() ? info.toString() : "{}";
        return new Request.Analytics(
                name == null || !name.isTextual() ? "" : name.textValue(),
                text.length() > RoomEvent.ClientFailed.MAX_DETAILS ? "{}" : text);
    }

    private static @Nullable RequestId id(@Nullable JsonNode id) throws MalformedMessageException {
        if (id == null || id.isNull()) {
            return null;
        }
        if (!id.isTextual() && !id.isIntegralNumber()) {
            throw new MalformedMessageException(null, "id must be text or an integer");
        }
        String text = id.asText();
        if (text.length() > RequestId.MAX_LENGTH) {
            throw new MalformedMessageException(null, "id is too long");
        }
        return new RequestId(text, id.isIntegralNumber());
    }

    private static Request request(String method, @Nullable JsonNode params) throws FieldException {
        return switch (method) { // one line a method, as the reference lists them
            case "ping" -> new Request.Ping();
            case "trickle" -> new Request.Trickle();
            case "analytics" -> analytics(params);
            case "join" -> join(Fields.of(method, params));
            case "leave" -> new Request.Leave(Fields.of(method, params).text("client_reason", ""));
            case "offer" -> offer(Fields.of(method, params));
            case "answer" -> answer(Fields.of(method, params));
            case "track-update" -> trackUpdate(Fields.of(method, params));
            case "broadcast" -> broadcast(Fields.of(method, params));
            case "peer-update" -> peerUpdate(Fields.of(method, params));
            case "group-join" -> new Request.GroupJoin(Fields.of(method, params).text("name"));
            case "group-leave" -> new Request.GroupLeave(Fields.of(method, params).text("name"));
            case "hls-start" -> StreamParams.hlsStart(Fields.of(method, params));
            case "hls-stop" -> new Request.HlsStop();
            case "hls-timed-metadata" -> StreamParams.timedMetadata(Fields.of(method, params));
            case "rtmp-start" -> StreamParams.rtmpStart(Fields.of(method, params));
            case "rtmp-stop" -> new StreamRequest.RtmpStop();
            case "transcription-start" ->
                    StreamParams.transcriptionStart(Fields.of(method, params));
            case "transcription-stop" -> new StreamRequest.TranscriptionStop();
            case "transcription-config-update" ->
                    StreamParams.transcriptionUpdate(Fields.of(method, params));
            case "role-change-request" -> ModerationParams.changeRole(Fields.of(method, params));
            case "role-change" -> new RoleRequest.Accept(Fields.of(method, params).text("token"));
            case "track-update-request" -> ModerationParams.muteTrack(Fields.of(method, params));
            case "change-track-mute-state-request" ->
                    ModerationParams.muteTracks(Fields.of(method, params));
            case "peer-leave-request" -> ModerationParams.removePeer(Fields.of(method, params));
            case "end-room" -> ModerationParams.endRoom(Fields.of(method, params));
            case "group-add" -> ModerationParams.groupAdd(Fields.of(method, params));
            case "group-remove" -> ModerationParams.groupRemove(Fields.of(method, params));
            case "set-metadata" -> setMetadata(Fields.of(method, params));
            case "get-metadata" -> new MetadataRequest.Get(Fields.of(method, params).text("key"));
            case "listen-metadata-change" ->
                    new MetadataRequest.Listen(
                            Fields.of(method, params).texts("keys", MAX_ENTRIES));
            case "get-peer" -> new PeerQuery.Get(Fields.of(method, params).text("peer_id"));
            case "find-peer" -> PeerQueryParams.find(Fields.of(method, params));
            case "peer-iter-next" -> PeerQueryParams.next(Fields.of(method, params));
            case "peer-name-search" -> PeerQueryParams.search(Fields.of(method, params));
            case "poll-info-set" -> PollParams.setInfo(Fields.of(method, params));
            case "poll-info-get" ->
                    new PollRequest.GetInfo(Fields.of(method, params).text("poll_id"));
            case "poll-questions-set" -> PollParams.setQuestions(Fields.of(method, params));
            case "poll-questions-get" -> PollParams.getQuestions(Fields.of(method, params));
            case "poll-start" -> new PollRequest.Start(Fields.of(method, params).text("poll_id"));
            case "poll-stop" -> new PollRequest.Stop(Fields.of(method, params).text("poll_id"));
            case "poll-response" -> PollParams.respond(Fields.of(method, params));
            case "poll-responses" -> PollParams.getResponses(Fields.of(method, params));
            case "poll-list" -> PollParams.list(Fields.of(method, params));
            case "poll-result" ->
                    new PollRequest.GetResult(Fields.of(method, params).text("poll_id"));
            case "poll-leaderboard" -> PollParams.getLeaderboard(Fields.of(method, params));
            case "whiteboard-create", "whiteboard-get" -> new Request.Whiteboard();
            default -> new Request.Unknown(method);
        };
    }

    private static Request join(Fields params) throws FieldException {
        Fields offer = params.optionalObject("offer");
        return new Request.Join(
                params.text("name", ""),
                params.text("data", ""),
                Boolean.TRUE.equals(params.optionalFlag("disableVidAutoSub")),
                Boolean.TRUE.equals(params.optionalFlag("onDemandTracks")),
                offer == null ? null : sdp(offer, "offer"));
    }

    private static Request offer(Fields params) throws FieldException {
        String sdp = sdp(params.object("desc"), "offer");
        List<Track> tracks = new ArrayList<>();
        for (Map.Entry<String, Fields> entry : params.objects("tracks", MAX_ENTRIES).entrySet()) {
            tracks.add(track(entry.getKey(), entry.getValue()));
        }
        return new Request.Offer(sdp, tracks, params.optionalText("sfu_node_id"));
    }

    private static Request answer(Fields params) throws FieldException {
        return new Request.Answer(
                sdp(params.object("desc"), "answer"), params.optionalText("sfu_node_id"));
    }

    private static String sdp(Fields description, String expectedType) throws FieldException {
        String type = description.text("type", expectedType);
        if (!type.equals(expectedType)) {
            throw new FieldException(description.at("type") + " must be " + expectedType);
        }
        return description.text("sdp");
    }

    private static Track track(String key, Fields fields) throws FieldException {
        String type = fields.text("type");
        MediaKind kind =
                switch (type) {
                    case "audio" -> MediaKind.AUDIO;
                    case "video" -> MediaKind.VIDEO;
                    default ->
                            throw new FieldException(fields.at("type") + " must be audio or video");
                };
        return new Track(
                mediaId(fields, "track_id", fields.text("track_id", key)),
                mediaId(fields, "stream_id", fields.text("stream_id")),
                kind,
                fields.text("source", "regular"),
                Boolean.TRUE.equals(fields.optionalFlag("mute")),
                fields.text("description", ""));
    }

    /// Track and stream ids end up in the session descriptions that others get (`a=msid`, RFC
    /// 8830), so nothing that could break out of that line is let in.
    private static String mediaId(Fields fields, String field, String id) throws FieldException {
        if (id.isEmpty() || id.length() > MAX_MEDIA_ID_LENGTH) {
            throw new FieldException(
                    fields.at(field) + " must have 1 to " + MAX_MEDIA_ID_LENGTH + " characters");
        }
        if (!id.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new FieldException(fields.at(field) + " must be printable ASCII without spaces");
        }
        return id;
    }

    private static Request trackUpdate(Fields params) throws FieldException {
        var tracks = new ArrayList<Request.TrackState>();
        for (Map.Entry<String, Fields> entry : params.objects("tracks", MAX_ENTRIES).entrySet()) {
            Fields fields = entry.getValue();
            tracks.add(
                    new Request.TrackState(
                            fields.text("track_id", entry.getKey()),
                            fields.flag("mute"),
                            fields.optionalText("description")));
        }
        return new Request.TrackUpdate(tracks);
    }

    private static Request broadcast(Fields params) throws FieldException {
        Fields info = params.object("info");
        String peerId = params.optionalText("peer_id");
        List<String> roles = params.texts("roles", MAX_ENTRIES);
        Recipients recipients;
        if (peerId != null && !peerId.isEmpty()) {
            recipients = new Recipients.OnePeer(peerId);
        } else if (!roles.isEmpty()) {
            recipients = new Recipients.Roles(roles);
        } else {
            recipients = new Recipients.Everyone();
        }
        return new Request.Broadcast(info.text("message"), info.text("type", "chat"), recipients);
    }

    private static Request peerUpdate(Fields params) throws FieldException {
        return new Request.PeerUpdate(params.optionalText("name"), params.optionalText("data"));
    }

    static String encode(RequestId id, Reply reply) {
        ObjectNode message = Json.object();
        putId(message, id);
        message.set("result", ReplyCodec.encode(reply));
        message.put("jsonrpc", "2.0");
        return message.toString();
    }

    private static Request setMetadata(Fields params) throws FieldException {
        return new MetadataRequest.Set(
                params.text("key"),
                params.optionalValue("data"),
                params.optionalNumber("if_change_version", 0, Long.MAX_VALUE));
    }

    /// @param id null when the message that failed had none that could be read
    static String encodeError(@Nullable RequestId id, ErrorCode code, String reason) {
        ObjectNode message = Json.object();
        putId(message, id);
        message.putObject("error").put("code", code.code()).put("message", reason);
        message.put("jsonrpc", "2.0");
        return message.toString();
    }

    private static void putId(ObjectNode message, @Nullable RequestId id) {
        if (id == null) {
            message.putNull("id");
        } else if (id.number()) {
            message.put("id", new java.math.BigInteger(id.text()));
        } else {
            message.put("id", id.text());
        }
    }
}
