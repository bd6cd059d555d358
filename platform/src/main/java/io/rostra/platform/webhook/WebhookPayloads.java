package io.rostra.platform.webhook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.platform.live.RecordedFile;
import io.rostra.platform.live.Recording;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvent.PeerIdentity;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.ExternalStreamRun;
import io.rostra.platform.store.LiveStreamRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What webhooks say: an envelope with a type and its data, as the original's receivers expect.
/// Thread-safe.
public final class WebhookPayloads {

    private static final JsonMapper JSON = new JsonMapper();

    /// How the original writes a time that never came.
    private static final String NEVER = "0001-01-01T00:00:00Z";

    /// For which the original's links to recordings are good.
    private static final Duration LINKS = Duration.ofHours(24);

    private final String publicUrl;
    private final LinkSigner signer;

    /// @param publicUrl where clients reach this server, without a slash at the end
    public WebhookPayloads(String publicUrl, LinkSigner signer) {
        this.publicUrl = publicUrl;
        this.signer = signer;
    }

    /// What is known beside the event itself.
    ///
    /// @param sessionId empty when there is none
    /// @param sessionStartedAt null when there is no session
    /// @param run the live stream the event is about, or null
    /// @param push the push to other servers the event is about, or null
    public record Context(
            Room room,
            String sessionId,
            @Nullable Instant sessionStartedAt,
            @Nullable LiveStreamRun run,
            @Nullable ExternalStreamRun push) {}

    /// @param id what receivers know the event by
    public record Draft(String id, String type, String json) {}

    /// Empty for what the original tells nobody.
    public Optional<Draft> of(RoomEvent event, Context context) {
        ObjectNode data = object();
        String type = fill(data, event, context);
        if (type == null) {
            return Optional.empty();
        }
        String id = UUID.randomUUID().toString();
        ObjectNode envelope =
                object().put("version", "2.0")
                        .put("id", id)
                        .put("account_id", context.room().workspaceId())
                        .put("app_id", context.room().workspaceId())
                        .put("timestamp", event.at().truncatedTo(ChronoUnit.SECONDS).toString())
                        .put("type", type);
        envelope.set("data", data);
        return Optional.of(new Draft(id, type, envelope.toString()));
    }

    /// The payload with the mark of a replay.
    static String asReplay(String payload) {
        try {
            return ((ObjectNode) JSON.readTree(payload)).put("is_replay", true).toString();
        } catch (java.io.IOException e) {
            throw new IllegalStateException("a stored payload is damaged", e);
        }
    }

    private @Nullable String fill(ObjectNode data, RoomEvent event, Context context) {
        room(data, context.room());
        return switch (event) {
            case RoomEvent.SessionOpened e -> {
                session(data, context);
                yield "session.open.success";
            }
            case RoomEvent.SessionClosed e -> {
                session(data, context)
                        .put("session_stopped_at", e.at().toString())
                        .put("session_duration", seconds(context.sessionStartedAt(), e.at()));
                yield "session.close.success";
            }
            case RoomEvent.PeerJoined e -> {
                peer(session(data, context), e.peer()).put("joined_at", e.at().toString());
                yield "peer.join.success";
            }
            case RoomEvent.PeerLeft e -> {
                peer(session(data, context), e.peer())
                        .put("joined_at", time(e.peer().joinedAt()))
                        .put("left_at", e.at().toString())
                        .put("duration", seconds(e.peer().joinedAt(), e.at()))
                        .put("reason", e.reason().text())
                        .put("message", e.message());
                yield "peer.leave.success";
            }
            case RoomEvent.JoinFailed e -> {
                peer(data, e.peer()).put("joined_at", NEVER).put("error_message", e.cause());
                yield "peer.join.failure";
            }
            case RoomEvent.RoomEnded e -> {
                PeerIdentity by = e.by();
                session(data, context)
                        .put("peer_id", by == null ? "" : by.peerId())
                        .put("user_id", by == null ? "" : by.userId())
                        .put("user_name", by == null ? "" : by.name())
                        .put("role", by == null ? "" : by.role())
                        .put("lock_room", e.lock())
                        .put("reason", e.reason())
                        .put("source", by == null ? "api" : "peer");
                yield "room.end.success";
            }
            case RoomEvent.RoomEndFailed e -> {
                data.put("lock_room", e.lock())
                        .put("reason", e.reason())
                        .put("source", "api")
                        .put("error_code", 404)
                        .put("error_message", "session not found");
                yield "room.end.failure";
            }
            case RoomEvent.RoleChanged e -> {
                roleChange(data, context, e.peer(), e.requestedBy())
                        .put("previous_role", e.previousRole())
                        .put("role_changed_at", e.at().toString());
                yield "role.change.success";
            }
            case RoomEvent.RoleChangeFailed e -> {
                roleChange(data, context, e.peer(), e.requestedBy())
                        .put("role", e.role())
                        .put("error_message", e.cause());
                yield "role.change.failure";
            }
            case RoomEvent.LiveRequested _,
                    RoomEvent.PushRequested _,
                    RoomEvent.AudienceMeasured _,
                    RoomEvent.TracksChanged _,
                    RoomEvent.ClientFailed _,
                    RoomEvent.PollStarted _,
                    RoomEvent.PollStopped _,
                    RoomEvent.PollAnswered _,
                    RoomEvent.QualityMeasured _ ->
                    null;
            case RoomEvent.LiveStarted e -> {
                beam(data, context, e.streamId(), e.at())
                        .put("start_delay", delay(context, e.at()))
                        .put("url", publicUrl + e.playlistPath())
                        .put("started_at", e.at().toString());
                yield "hls.started.success";
            }
            case RoomEvent.LiveStopped e -> {
                LiveStreamRun run = context.run();
                Instant started = run == null ? null : run.startedAt();
                beam(data, context, e.streamId(), e.at())
                        .put("url", run == null ? "" : publicUrl + run.playlistPath())
                        .put("duration", seconds(started, e.at()))
                        .put("started_at", time(started))
                        .put("stopped_at", e.at().toString())
                        .put("reason", e.reason());
                yield "hls.stopped.success";
            }
            case RoomEvent.LiveFailed e -> {
                LiveStreamRun run = context.run();
                beam(data, context, e.streamId(), e.at())
                        .put("duration", seconds(run == null ? null : run.startedAt(), e.at()))
                        .put("error_type", "INTERNAL_ERROR")
                        .put("error_code", 1)
                        .put("error_message", e.message());
                yield "hls.failure";
            }
            case RoomEvent.RecordingStarted _, RoomEvent.RecordingStopped _
                    when context.run() != null ->
                    null; // the live stream's own events tell of it
            case RoomEvent.RecordingStarted e -> {
                recorded(data, context, e.recording(), e.at()).put("start_delay", 0);
                yield "beam.started.success";
            }
            case RoomEvent.RecordingStopped e -> {
                recorded(data, context, e.recording(), e.at())
                        .put("duration", e.recording().duration().toSeconds())
                        .put("reason", e.why().text());
                yield "beam.stopped.success";
            }
            case RoomEvent.RecordingEnded e -> {
                LiveStreamRun run = context.run();
                yield run == null ? ended(data, context, e) : liveRecorded(data, context, run, e);
            }
            case RoomEvent.PushStarted e -> {
                ExternalStreamRun push = context.push();
                push(data, context, e.streamId(), e.at())
                        .put("start_delay", push == null ? 0 : seconds(push.createdAt(), e.at()));
                yield "beam.started.success";
            }
            case RoomEvent.PushStopped e -> {
                push(data, context, e.streamId(), e.at())
                        .put("duration", pushed(context, e.at()))
                        .put("reason", e.reason());
                yield "beam.stopped.success";
            }
            case RoomEvent.PushFailed e -> {
                push(data, context, e.streamId(), e.at())
                        .put("duration", pushed(context, e.at()))
                        .put("error_type", "INTERNAL_ERROR")
                        .put("error_code", 1)
                        .put("error_message", e.message());
                yield "beam.failure";
            }
        };
    }

    private static void room(ObjectNode data, Room room) {
        data.put("room_id", room.id())
                .put("room_name", room.name())
                .put("template_id", room.templateId());
    }

    private static ObjectNode session(ObjectNode data, Context context) {
        return data.put("session_id", context.sessionId())
                .put("session_started_at", time(context.sessionStartedAt()));
    }

    private static ObjectNode peer(ObjectNode data, PeerIdentity peer) {
        return data.put("peer_id", peer.peerId())
                .put("user_id", peer.userId())
                .put("user_name", peer.name())
                .put("user_data", peer.metadata())
                .put("role", peer.role())
                .put("type", "regular");
    }

    private static ObjectNode roleChange(
            ObjectNode data, Context context, PeerIdentity peer, @Nullable String requestedBy) {
        peer(session(data, context), peer).put("joined_at", time(peer.joinedAt())).remove("type");
        if (requestedBy != null) {
            data.put("role_change_requested_by", requestedBy);
        }
        return data;
    }

    private static ObjectNode push(ObjectNode data, Context context, String id, Instant at) {
        ExternalStreamRun push = context.push();
        ArrayNode targets = JsonNodeFactory.instance.arrayNode();
        if (push != null) {
            // Without their keys: receivers have no use for them.
            push.addresses().forEach(address -> targets.add(object().put("url", address)));
        }
        job(data, context, id, push == null ? "" : push.startedBy(), at)
                .put("recording_enabled", push != null && push.recording())
                .set("rtmp", targets);
        return data;
    }

    private static ObjectNode recorded(
            ObjectNode data, Context context, Recording recording, Instant at) {
        job(data, context, recording.id(), "", at)
                .put("recording_enabled", true)
                .put("max_width", recording.width())
                .put("max_height", recording.height())
                .set("rtmp", JsonNodeFactory.instance.arrayNode());
        return data;
    }

    private String ended(ObjectNode data, Context context, RoomEvent.RecordingEnded event) {
        Recording recording = event.recording();
        recorded(data, context, recording, event.at())
                .put("duration", recording.duration().toSeconds());
        if (recording.state() == Recording.State.FAILED) {
            data.put("error_type", "INTERNAL_ERROR")
                    .put("error_code", 1)
                    .put("error_message", String.valueOf(recording.failure()));
            return "beam.failure";
        }
        // Links are ours also where the file goes to object storage: they lead there then.
        String file = "recordings/" + recording.id() + ".mp4";
        String stored = event.stored();
        data.put("recording_id", recording.id())
                .put("recording_path", stored == null ? file : stored)
                .put("recording_presigned_url", link(file, event.at()))
                .put("size", recording.bytes())
                .put("created_at", recording.startedAt().toString())
                .put("started_at", recording.startedAt().toString())
                .put("stopped_at", time(recording.stoppedAt()));
        chat(data, event);
        return "beam.recording.success";
    }

    private void chat(ObjectNode data, RoomEvent.RecordingEnded event) {
        event.beside().stream()
                .filter(each -> each.kind() == RecordedFile.Kind.CHAT)
                .findFirst()
                .map(chat -> "recordings/" + chat.id() + chat.kind().suffix())
                .ifPresent(chat ->
                        data.put("chat_recording_path", chat)
                                .put("chat_recording_presigned_url", link(chat, event.at())));
    }

    /// Of a recording along with a live stream; of one that failed nothing is told.
    private @Nullable String liveRecorded(
            ObjectNode data, Context context, LiveStreamRun run, RoomEvent.RecordingEnded event) {
        Recording recording = event.recording();
        if (recording.state() == Recording.State.FAILED) {
            return null;
        }
        String file = "recordings/" + recording.id() + ".mp4";
        String stored = event.stored();
        beam(data, context, run.id(), event.at())
                .put("duration", recording.duration().toSeconds())
                .put("max_width", recording.width())
                .put("max_height", recording.height())
                .put("recording_id", recording.id())
                .put("recording_created_at", recording.startedAt().toString())
                .put("started_at", recording.startedAt().toString())
                .put("stopped_at", time(recording.stoppedAt()));
        data.putArray("recording_single_files")
                .addObject()
                .put("asset_id", recording.id())
                .put("layer", "0")
                .put("recording_path", stored == null ? file : stored)
                .put("recording_presigned_url", link(file, event.at()))
                .put("size", recording.bytes())
                .put("width", recording.width())
                .put("height", recording.height());
        chat(data, event);
        return "hls.recording.success";
    }

    private String link(String path, Instant from) {
        return publicUrl + "/" + path + "?" + signer.sign(path, from.plus(LINKS));
    }

    private static long pushed(Context context, Instant until) {
        ExternalStreamRun push = context.push();
        return seconds(push == null ? null : push.startedAt(), until);
    }

    private static ObjectNode job(
            ObjectNode data, Context context, String id, String startedBy, Instant at) {
        return session(data, context)
                .put("beam_id", id)
                .put("job_id", id)
                .put("peer_id", startedBy)
                .put("meeting_url", "")
                .put("metadata_id", UUID.randomUUID().toString())
                .put("metadata_timestamp", at.toString());
    }

    private static ObjectNode beam(ObjectNode data, Context context, String id, Instant at) {
        LiveStreamRun run = context.run();
        return job(data, context, id, run == null ? "" : run.startedBy(), at)
                .put("recording_single_file_per_layer_enabled", run != null && run.recorded())
                .put("recording_vod_playlist_enabled", false);
    }

    private static long delay(Context context, Instant at) {
        LiveStreamRun run = context.run();
        return run == null ? 0 : seconds(run.createdAt(), at);
    }

    private static long seconds(@Nullable Instant from, Instant to) {
        return from == null ? 0 : Math.max(0, Duration.between(from, to).toSeconds());
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? NEVER : instant.toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
