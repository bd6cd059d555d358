package io.rostra.signalling.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.sfu.ActiveSpeaker;
import io.rostra.sfu.ConnectionQuality;
import io.rostra.sfu.subscribe.DownlinkStats;
import io.rostra.sfu.subscribe.LayerUpdate;
import io.rostra.sfu.subscribe.VideoLayer;
import io.rostra.signalling.rpc.Fields.FieldException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and writes the messages of the API data channel.
///
/// ```
/// {"id":"<uuid>","jsonrpc":"2.0","method":"prefer-video-track-state",
///  "params":{"max_spatial_layer":"high|medium|low|none","track_id":"..."}}
/// {"id":"<uuid>","jsonrpc":"2.0","method":"prefer-audio-track-state",
///  "params":{"subscribed":true,"track_id":"..."}}
/// {"streamId":"...","audio":true,"video":"high","framerate":"high"}        legacy, no reply
///
/// {"jsonrpc":"2.0","method":"on-track-layer-update","params":{"tracks":{"<track id>":{...}}}}
/// {"jsonrpc":"2.0","method":"active-speakers","params":{"speaker-list":[{...}]}}
/// ```
public final class ApiChannelCodec {

    private ApiChannelCodec() {}

    public static ApiChannelMessage decode(String text) throws MalformedMessageException {
        JsonNode message;
        try {
            message = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedMessageException(null, "Not JSON: " + e.getOriginalMessage());
        }
        RequestId id = null;
        try {
            Fields fields = Fields.of("message", message);
            String method = fields.optionalText("method");
            if (method == null) {
                return preferStream(fields);
            }
            id = RequestId.of(fields.text("id"));
            return request(id, method, fields.object("params"));
        } catch (FieldException e) {
            throw new MalformedMessageException(id, String.valueOf(e.getMessage()));
        }
    }

    private static ApiChannelMessage request(RequestId id, String method, Fields params)
            throws FieldException {
        return switch (method) {
            case "prefer-video-track-state" ->
                    new ApiChannelMessage.PreferVideo(
                            id,
                            params.text("track_id"),
                            layer(params, "max_spatial_layer", params.text("max_spatial_layer")));
            case "prefer-audio-track-state" ->
                    new ApiChannelMessage.PreferAudio(
                            id, params.text("track_id"), params.flag("subscribed"));
            default -> new ApiChannelMessage.Unknown(id, method);
        };
    }

    private static ApiChannelMessage preferStream(Fields fields) throws FieldException {
        String video = fields.optionalText("video");
        return new ApiChannelMessage.PreferStream(
                fields.text("streamId"),
                fields.optionalFlag("audio"),
                video == null ? null : layer(fields, "video", video));
    }

    private static VideoLayer layer(Fields fields, String field, String name)
            throws FieldException {
        return switch (name) {
            case "none" -> VideoLayer.NONE;
            case "low" -> VideoLayer.LOW;
            case "medium" -> VideoLayer.MEDIUM;
            case "high" -> VideoLayer.HIGH;
            default ->
                    throw new FieldException(
                            fields.at(field) + " must be high, medium, low or none");
        };
    }

    public static String success(RequestId id) {
        return RequestCodec.encode(id, new Reply.Done());
    }

    /// `on-track-layer-update`: what is forwarded of a video, and why it is less than asked for.
    public static String layerUpdate(LayerUpdate update) {
        ObjectNode message =
                Json.object().put("jsonrpc", "2.0").put("method", "on-track-layer-update");
        message.putObject("params")
                .putObject("tracks")
                .putObject(update.trackId())
                .put("track_id", update.trackId())
                .put("current_layer", name(update.current()))
                .put("expected_layer", name(update.expected()))
                .put("publisher_degraded", update.publisherDegraded())
                .put("subscriber_degraded", update.subscriberDegraded());
        return message.toString();
    }

    /// `active-speakers`: who is heard, loudest first.
    public static String activeSpeakers(List<ActiveSpeaker> speakers) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", "active-speakers");
        ArrayNode list = message.putObject("params").putArray("speaker-list");
        for (ActiveSpeaker speaker : speakers) {
            list.addObject()
                    .put("peer_id", speaker.peerId())
                    .put("track_id", speaker.trackId())
                    .put("level", speaker.level());
        }
        return message.toString();
    }

    /// `on-connection-quality-update`: how well peers are served.
    public static String connectionQuality(List<ConnectionQuality> all) {
        ObjectNode message =
                Json.object().put("jsonrpc", "2.0").put("method", "on-connection-quality-update");
        ArrayNode peers = message.putObject("params").putArray("peers");
        for (ConnectionQuality each : all) {
            peers.addObject().put("peer_id", each.peerId()).put("downlink_score", each.score());
        }
        return message.toString();
    }

    /// `sfu-stats`: how the receiver is served. Clients hand it to the page as it is.
    public static String stats(DownlinkStats stats) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", "sfu-stats");
        message.putObject("params")
                .putObject("downlink")
                .put("available_bitrate", stats.availableBitrate())
                .put("packet_loss", Math.round(stats.lossFraction() * 1000) / 1000.0)
                .put("tracks", stats.tracks())
                .put("degraded_tracks", stats.degraded());
        return message.toString();
    }

    private static String name(VideoLayer layer) {
        return switch (layer) {
            case NONE -> "none";
            case LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH -> "high";
        };
    }

    public static String failure(@Nullable RequestId id, ErrorCode code, String reason) {
        return RequestCodec.encodeError(id, code, reason);
    }
}
