package io.rostra.platform.store;

import io.rostra.platform.live.Recording;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.room.Room;
import io.rostra.platform.store.LiveStreamRun.Status;
import io.rostra.platform.webhook.WebhookPayloads;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Writes down what happened in rooms, together with what backends are to be told of it: both are
/// there or neither. Blocks; thread-safe.
public final class RoomHistory {

    private final Database database;
    private final SessionStore sessions;
    private final PollStore polls;
    private final RoomEventStore roomEvents;
    private final WebhookStore webhooks;
    private final WebhookPayloads payloads;

    public RoomHistory(PlatformStores stores, WebhookPayloads payloads) {
        this.database = stores.database();
        this.sessions = stores.sessions();
        this.polls = stores.polls();
        this.roomEvents = stores.roomEvents();
        this.webhooks = stores.webhooks();
        this.payloads = payloads;
    }

    /// @return ids of the rooms of which a backend is to be told
    public Set<String> record(List<RoomEvent> events) {
        return database.inTransaction(h -> {
            Map<String, Optional<Room>> rooms = new HashMap<>();
            Set<String> toTell = new HashSet<>();
            for (RoomEvent event : events) {
                // A rehearsal or a room of a foreign store: nothing to remember it by.
                Optional<Room> room =
                        rooms.computeIfAbsent(event.roomId(), id -> RoomStore.byId(h, id));
                if (room.isPresent() && record(h, room.get(), event)) {
                    toTell.add(event.roomId());
                }
            }
            return toTell;
        });
    }

    private boolean record(Handle handle, Room room, RoomEvent event) {
        String session = "";
        String stream = "";
        switch (event) {
            case RoomEvent.SessionOpened e -> {
                session = e.sessionId();
                SessionStore.open(handle, room.workspaceId(), e);
            }
            case RoomEvent.SessionClosed e -> {
                session = e.sessionId();
                SessionStore.close(handle, e);
                PollStore.stopAll(handle, e);
            }
            case RoomEvent.AudienceMeasured e -> {
                LiveStreamStore.measure(handle, e);
                return false;
            }
            case RoomEvent.RecordingStarted e -> session = e.recording().sessionId();
            case RoomEvent.RecordingStopped e -> session = e.recording().sessionId();
            case RoomEvent.RecordingEnded e -> {
                session = e.recording().sessionId();
                if (e.recording().state() == Recording.State.COMPLETED) {
                    roomEvents.recorded(handle, room.workspaceId(), e);
                }
            }
            case RoomEvent.ClientFailed e -> {
                roomEvents.failed(handle, room.workspaceId(), e);
                return false;
            }
            case RoomEvent.RoomEndFailed _ -> {}
            case RoomEvent.TracksChanged e -> {
                roomEvents.tracks(handle, room.workspaceId(), e);
                return false;
            }
            case RoomEvent.PollStarted e -> {
                polls.start(handle, e);
                return false;
            }
            case RoomEvent.PollStopped e -> {
                PollStore.stop(handle, e);
                return false;
            }
            case RoomEvent.PollAnswered e -> {
                polls.answer(handle, e);
                return false;
            }
            case RoomEvent.PeerJoined e -> {
                session = e.sessionId();
                SessionStore.join(handle, session, e.peer(), e.at());
            }
            case RoomEvent.PeerLeft e -> {
                session = e.sessionId();
                SessionStore.leave(handle, e);
            }
            case RoomEvent.RoleChanged e -> {
                session = e.sessionId();
                SessionStore.changeRole(handle, e);
            }
            case RoomEvent.RoleChangeFailed e -> session = e.sessionId();
            case RoomEvent.RoomEnded e -> session = e.sessionId();
            case RoomEvent.QualityMeasured e -> {
                QualityStore.add(handle, e);
                return false;
            }
            case RoomEvent.JoinFailed e -> sessions.fail(handle, room.workspaceId(), e);
            case RoomEvent.LiveRequested e -> {
                stream = e.streamId();
                session = SessionStore.activeSession(handle, room.id()).orElse("");
                LiveStreamStore.request(handle, room.workspaceId(), session, e);
            }
            case RoomEvent.LiveStarted e -> {
                stream = e.streamId();
                LiveStreamStore.start(handle, e);
            }
            case RoomEvent.LiveStopped e -> {
                stream = e.streamId();
                LiveStreamStore.end(handle, stream, Status.COMPLETED, "", e.reason(), e.at());
            }
            case RoomEvent.LiveFailed e -> {
                stream = e.streamId();
                LiveStreamStore.end(handle, stream, Status.FAILED, "", e.message(), e.at());
            }
            case RoomEvent.PushRequested e -> {
                stream = e.streamId();
                session = SessionStore.activeSession(handle, room.id()).orElse("");
                ExternalStreamStore.request(handle, room.workspaceId(), session, e);
            }
            case RoomEvent.PushStarted e -> {
                stream = e.streamId();
                ExternalStreamStore.start(handle, e);
            }
            case RoomEvent.PushStopped e -> {
                stream = e.streamId();
                ExternalStreamStore.end(handle, stream, Status.COMPLETED, e.reason(), e.at());
            }
            case RoomEvent.PushFailed e -> {
                stream = e.streamId();
                ExternalStreamStore.end(handle, stream, Status.FAILED, e.message(), e.at());
            }
        }
        return tell(handle, room, event, session, stream);
    }

    /// The live stream that a recording belongs to.
    private static Optional<LiveStreamRun> recordedRun(Handle handle, RoomEvent event) {
        Recording recording =
                switch (event) {
                    case RoomEvent.RecordingStarted e -> e.recording();
                    case RoomEvent.RecordingStopped e -> e.recording();
                    case RoomEvent.RecordingEnded e -> e.recording();
                    default -> null;
                };
        return recording == null
                ? Optional.empty()
                : LiveStreamStore.recorded(handle, recording.roomId(), recording.startedAt());
    }

    private boolean tell(
            Handle handle, Room room, RoomEvent event, String sessionId, String streamId) {
        if (!WebhookStore.isWanted(handle, room.workspaceId(), room.options())) {
            return false;
        }
        LiveStreamRun run =
                LiveStreamStore.byId(handle, streamId)
                        .or(() -> recordedRun(handle, event))
                        .orElse(null);
        ExternalStreamRun push =
                run == null ? ExternalStreamStore.byId(handle, streamId).orElse(null) : null;
        String session =
                run != null ? run.sessionId() : push != null ? push.sessionId() : sessionId;
        var context =
                new WebhookPayloads.Context(
                        room,
                        session,
                        SessionStore.startOf(handle, session).orElse(null),
                        run,
                        push);
        return payloads.of(event, context)
                .map(draft -> webhooks.enqueue(handle, room.workspaceId(), room.id(), draft))
                .orElse(false);
    }
}
