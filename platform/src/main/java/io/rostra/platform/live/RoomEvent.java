package io.rostra.platform.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happened in a room, for memory and webhooks.
public sealed interface RoomEvent {

    String roomId();

    Instant at();

    /// Somebody joined the empty room.
    record SessionOpened(String roomId, String sessionId, Instant at) implements RoomEvent {}

    /// Nobody is in the room any more.
    record SessionClosed(String roomId, String sessionId, Instant at) implements RoomEvent {}

    record PeerJoined(String roomId, String sessionId, PeerIdentity peer, Instant at)
            implements RoomEvent {}

    /// @param message what whoever removed the peer had to say; may be empty
    record PeerLeft(
            String roomId,
            String sessionId,
            PeerIdentity peer,
            LeaveReason reason,
            String message,
            Instant at)
            implements RoomEvent {}

    /// @param peer in its new role
    /// @param requestedBy id of the peer who asked for it; null when it was a backend
    record RoleChanged(
            String roomId,
            String sessionId,
            PeerIdentity peer,
            String previousRole,
            @Nullable String requestedBy,
            Instant at)
            implements RoomEvent {}

    /// @param role the one the peer did not get
    record RoleChangeFailed(
            String roomId,
            String sessionId,
            PeerIdentity peer,
            String role,
            @Nullable String requestedBy,
            String cause,
            Instant at)
            implements RoomEvent {}

    /// Somebody was not let in.
    ///
    /// @param cause in plain words
    record JoinFailed(String roomId, PeerIdentity peer, String cause, Instant at)
            implements RoomEvent {}

    /// Somebody ended the session for all.
    ///
    /// @param by null when it was a backend
    /// @param lock whether the room was disabled with it
    record RoomEnded(
            String roomId,
            String sessionId,
            @Nullable PeerIdentity by,
            boolean lock,
            String reason,
            Instant at)
            implements RoomEvent {}

    /// A backend wanted to end a session that there is not.
    record RoomEndFailed(String roomId, boolean lock, String reason, Instant at)
            implements RoomEvent {}

    /// A client says what went wrong at its side.
    ///
    /// @param sessionId empty for who was not in the room
    /// @param type such as `client.publish.failed`
    /// @param details a JSON object, as the client wrote it
    record ClientFailed(
            String roomId,
            String sessionId,
            PeerIdentity peer,
            String type,
            String details,
            Instant at)
            implements RoomEvent {

        /// Longer details are left out.
        public static final int MAX_DETAILS = 8_192;

        public static final List<String> TYPES =
                List.of(
                        "client.publish.failed",
                        "client.subscribe.failed",
                        "client.join.failed",
                        "client.connect.failed",
                        "client.disconnected");

        /// The type of what a client's SDK calls so, or null for what is no failure.
        public static @Nullable String typeOf(String name) {
            String type = name.startsWith("client.") ? name : "client." + name;
            return TYPES.contains(type) ? type : null;
        }
    }

    /// How well the peers of a room were served over the last while.
    ///
    /// @param worst by peer id, the worst connection quality of that time: 0 (disconnected) to 5
    record QualityMeasured(String roomId, String sessionId, Map<String, Integer> worst, Instant at)
            implements RoomEvent {
        public QualityMeasured {
            worst = Map.copyOf(worst);
        }
    }

    /// A live stream was asked for.
    ///
    /// @param streamId of this run; 24 lower-case hex digits
    /// @param startedBy id of a peer; empty when it was a backend
    record LiveRequested(
            String roomId, String streamId, String startedBy, LiveWish wish, Instant at)
            implements RoomEvent {}

    /// @param playlistPath path of the multivariant playlist on this server
    record LiveStarted(String roomId, String streamId, String playlistPath, Instant at)
            implements RoomEvent {}

    /// @param wasPlayable whether [LiveStarted] came before
    /// @param reason as webhooks name it: `client request`, `last peer left`
    record LiveStopped(
            String roomId, String streamId, boolean wasPlayable, String reason, Instant at)
            implements RoomEvent {}

    /// @param wasPlayable whether [LiveStarted] came before
    record LiveFailed(
            String roomId, String streamId, boolean wasPlayable, String message, Instant at)
            implements RoomEvent {}

    /// How many watch a live stream.
    record AudienceMeasured(String roomId, String streamId, int viewers, Instant at)
            implements RoomEvent {}

    /// A push to other servers was asked for.
    ///
    /// @param streamId of this run; 24 lower-case hex digits
    /// @param addresses where to, without keys
    record PushRequested(String roomId, String streamId, List<String> addresses, Instant at)
            implements RoomEvent {
        public PushRequested {
            addresses = List.copyOf(addresses);
        }
    }

    /// The first of its targets takes what is pushed.
    record PushStarted(String roomId, String streamId, Instant at) implements RoomEvent {}

    /// The last of its targets was left.
    ///
    /// @param reason as webhooks name it: `client request`, `last peer left`
    record PushStopped(String roomId, String streamId, String reason, Instant at)
            implements RoomEvent {}

    /// None of its targets took it, or took it any longer.
    record PushFailed(String roomId, String streamId, String message, Instant at)
            implements RoomEvent {}

    /// The first picture of a recording is there.
    record RecordingStarted(Recording recording, Instant at) implements RoomEvent {
        @Override
        public String roomId() {
            return recording.roomId();
        }
    }

    /// Nothing is added to the recording any more.
    record RecordingStopped(Recording recording, StopReason why, Instant at) implements RoomEvent {
        @Override
        public String roomId() {
            return recording.roomId();
        }
    }

    /// The recording is a file, or has failed.
    ///
    /// @param stored where it is in object storage or soon will be; null when it stays here
    /// @param beside the files beside it
    record RecordingEnded(
            Recording recording, @Nullable String stored, List<RecordedFile> beside, Instant at)
            implements RoomEvent {

        public RecordingEnded {
            beside = List.copyOf(beside);
        }

        @Override
        public String roomId() {
            return recording.roomId();
        }
    }

    /// A peer has new tracks, or has changed or ended some.
    record TracksChanged(
            String roomId,
            String sessionId,
            PeerIdentity peer,
            TrackChange change,
            List<TrackFacts> tracks,
            Instant at)
            implements RoomEvent {
        public TracksChanged {
            tracks = List.copyOf(tracks);
        }
    }

    enum TrackChange {
        ADD,
        UPDATE,
        REMOVE
    }

    /// @param kind `audio` or `video`
    record TrackFacts(String id, String streamId, String kind, String source, boolean mute) {}

    record PollStarted(String roomId, String sessionId, String pollId, Instant at)
            implements RoomEvent {}

    record PollStopped(String roomId, String sessionId, String pollId, Instant at)
            implements RoomEvent {}

    /// Somebody answered a question of a poll.
    ///
    /// @param question index from 1
    /// @param voter what makes two answers those of one voter
    /// @param options indexes of those that were chosen
    /// @param text empty for a choice
    /// @param score points for it
    /// @param millis that the voter took
    record PollAnswered(
            String roomId,
            String sessionId,
            String pollId,
            int question,
            String voter,
            String peerId,
            String userId,
            boolean skipped,
            List<Integer> options,
            String text,
            int score,
            long millis,
            Instant at)
            implements RoomEvent {
        public PollAnswered {
            options = List.copyOf(options);
        }
    }

    /// Who somebody is, or wanted to be.
    ///
    /// @param metadata text of the peer's own
    /// @param joinedAt null for somebody who never was in the room
    record PeerIdentity(
            String peerId,
            String userId,
            String name,
            String metadata,
            String role,
            @Nullable Instant joinedAt) {}

    /// Why a peer is no longer there. The text is that of the original's webhooks.
    enum LeaveReason {
        LEFT("client request"),
        REMOVED("peer kicked"),
        SOCKET_LOST("websocket closed"),
        MEDIA_LOST("ice connection state closed"),
        SERVER_STOPPED("server removed peer");

        private final String text;

        LeaveReason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
