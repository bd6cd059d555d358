package io.rostra.platform.memory;

import io.rostra.platform.live.Recording;
import io.rostra.platform.live.RoomEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// What happens in rooms, in the log: a line each, with the ids as fields for programs that collect
/// logs. No names and nothing else that peers choose. Writing may block, so it is done on the
/// thread that also writes to the store.
final class EventLog {

    private static final Logger log = LoggerFactory.getLogger(EventLog.class);

    private EventLog() {}

    static void write(RoomEvent event) {
        switch (event) {
            case RoomEvent.SessionOpened e -> line(e, e.sessionId(), null).log("Session opened");
            case RoomEvent.SessionClosed e -> line(e, e.sessionId(), null).log("Session closed");
            case RoomEvent.PeerJoined e ->
                    line(e, e.sessionId(), e.peer().peerId())
                            .log("Peer {} joined room {}", e.peer().peerId(), e.roomId());
            case RoomEvent.PeerLeft e ->
                    line(e, e.sessionId(), e.peer().peerId())
                            .log(
                                    "Peer {} left room {}: {}",
                                    e.peer().peerId(),
                                    e.roomId(),
                                    e.reason().text());
            case RoomEvent.RoleChanged e ->
                    line(e, e.sessionId(), e.peer().peerId())
                            .log("Peer {} changed its role", e.peer().peerId());
            case RoomEvent.RoleChangeFailed e ->
                    line(e, e.sessionId(), e.peer().peerId())
                            .log("Peer {} could not change its role", e.peer().peerId());
            case RoomEvent.JoinFailed e ->
                    line(e, null, e.peer().peerId())
                            .log(
                                    "Peer {} was not let into room {}: {}",
                                    e.peer().peerId(),
                                    e.roomId(),
                                    e.cause());
            case RoomEvent.RoomEnded e ->
                    line(e, e.sessionId(), null).log("Room {} was ended for all", e.roomId());
            case RoomEvent.LiveRequested e -> stream(e, e.streamId(), "Live stream starts");
            case RoomEvent.LiveStarted e -> stream(e, e.streamId(), "Live stream can be played");
            case RoomEvent.LiveStopped e ->
                    stream(e, e.streamId(), "Live stream stopped: " + e.reason());
            case RoomEvent.LiveFailed e ->
                    stream(e, e.streamId(), "Live stream failed: " + e.message());
            case RoomEvent.PushRequested e -> stream(e, e.streamId(), "External stream starts");
            case RoomEvent.PushStarted e -> stream(e, e.streamId(), "External stream runs");
            case RoomEvent.PushStopped e ->
                    stream(e, e.streamId(), "External stream stopped: " + e.reason());
            case RoomEvent.PushFailed e ->
                    stream(e, e.streamId(), "External stream failed: " + e.message());
            case RoomEvent.RecordingStarted e -> recording(e, e.recording(), "starts");
            case RoomEvent.RecordingStopped e -> recording(e, e.recording(), "stops");
            case RoomEvent.RecordingEnded e ->
                    recording(e, e.recording(), e.recording().state().name());
            case RoomEvent.PollStarted e -> poll(e, e.sessionId(), e.pollId(), "started");
            case RoomEvent.PollStopped e -> poll(e, e.sessionId(), e.pollId(), "stopped");
            case RoomEvent.AudienceMeasured _,
                    RoomEvent.QualityMeasured _,
                    RoomEvent.PollAnswered _,
                    RoomEvent.RoomEndFailed _,
                    RoomEvent.TracksChanged _ -> {}
            case RoomEvent.ClientFailed e ->
                    line(e, null, e.peer().peerId())
                            .log("Peer {} reports {}", e.peer().peerId(), e.type());
        }
    }

    private static void stream(RoomEvent event, String streamId, String text) {
        line(event, null, null)
                .addKeyValue("stream_id", streamId)
                .log("{} in room {}", text, event.roomId());
    }

    private static void recording(RoomEvent event, Recording recording, String what) {
        line(event, recording.sessionId(), null)
                .addKeyValue("recording_id", recording.id())
                .log("Recording {} in room {}: {}", recording.id(), event.roomId(), what);
    }

    private static void poll(RoomEvent event, String sessionId, String pollId, String what) {
        line(event, sessionId, null)
                .addKeyValue("poll_id", pollId)
                .log("Poll {} in room {}", what, event.roomId());
    }

    private static LoggingEventBuilder line(
            RoomEvent event, @Nullable String sessionId, @Nullable String peerId) {
        LoggingEventBuilder line = log.atInfo().addKeyValue("room_id", event.roomId());
        if (sessionId != null) {
            line = line.addKeyValue("session_id", sessionId);
        }
        return peerId == null ? line : line.addKeyValue("peer_id", peerId);
    }
}
