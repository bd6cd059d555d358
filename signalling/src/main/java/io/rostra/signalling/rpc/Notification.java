package io.rostra.signalling.rpc;

import io.rostra.platform.template.Template;
import io.rostra.signalling.poll.Poll;
import io.rostra.signalling.poll.PollResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client is told without having asked, one record per JSON-RPC method. Only
/// [NotificationCodec] sees JSON.
public sealed interface Notification {

    /// The peer's current role and all roles of the room. Nothing else happens in a client before
    /// its first one.
    record PolicyChange(String role, Template template) implements Notification {}

    /// @param largeRoom the client is told of some peers only and must ask for the others
    record RoomInfo(String roomId, String name, String description, boolean largeRoom)
            implements Notification {}

    /// How many are there, which in a large room is more than the client knows.
    record SessionInfo(String sessionId, String roomId, int peerCount, int trackCount)
            implements Notification {}

    /// The media node that serves the peer from now on. A client that knew another one builds its
    /// connections anew.
    record NodeInfo(String sfuNodeId) implements Notification {}

    /// Everybody in the room except the receiver.
    record PeerList(List<PeerView> peers, RoomView room) implements Notification {
        public PeerList {
            peers = List.copyOf(peers);
        }
    }

    /// For a lobby screen, before join.
    ///
    /// @param peers null to say how many there are and no more
    record RoomState(int peerCount, @Nullable List<PeerView> peers, RoomView room)
            implements Notification {
        public RoomState {
            peers = peers == null ? null : List.copyOf(peers);
        }
    }

    record PeerJoin(PeerView peer) implements Notification {}

    record PeerLeave(PeerView peer) implements Notification {}

    record PeerUpdate(PeerView peer) implements Notification {}

    /// The peer is still there, but of no interest any more in a large room: clients forget it.
    record PeerHidden(PeerView peer) implements Notification {}

    record TrackAdd(PeerView peer, List<Track> tracks) implements Notification {
        public TrackAdd {
            tracks = List.copyOf(tracks);
        }
    }

    record TrackUpdate(PeerView peer, List<Track> tracks) implements Notification {
        public TrackUpdate {
            tracks = List.copyOf(tracks);
        }
    }

    record TrackRemove(PeerView peer, List<Track> tracks) implements Notification {
        public TrackRemove {
            tracks = List.copyOf(tracks);
        }
    }

    /// A chat message or custom event.
    ///
    /// @param timestamp milliseconds since the epoch
    /// @param roles the roles it was sent to; empty for everybody or one peer
    /// @param direct to the receiver alone
    record Broadcast(
            PeerView sender,
            String messageId,
            long timestamp,
            String message,
            String type,
            List<String> roles,
            boolean direct)
            implements Notification {
        public Broadcast {
            roles = List.copyOf(roles);
        }
    }

    /// Asks the receiver to take a role.
    ///
    /// @param token comes back when it agrees
    record RoleChangeRequest(String requestedBy, String role, String token)
            implements Notification {}

    /// Mutes a track of the receiver, or asks it to unmute.
    record TrackUpdateRequest(String requestedBy, Track track, boolean mute)
            implements Notification {}

    /// Mutes those tracks of the receiver that fit, or asks it to unmute them.
    record MuteTracksRequest(String requestedBy, ModerationRequest.MuteTracks which)
            implements Notification {}

    /// The receiver is out of the room.
    ///
    /// @param requestedBy id of a peer; null for somebody else
    /// @param roomEnd everybody is
    record Removed(@Nullable String requestedBy, String reason, boolean roomEnd)
            implements Notification {}

    record MetadataChange(List<MetadataEntry> entries) implements Notification {
        public MetadataChange {
            entries = List.copyOf(entries);
        }
    }

    record PollStart(Poll.Snapshot poll) implements Notification {}

    record PollStop(Poll.Snapshot poll) implements Notification {}

    record PollStats(String pollId, PollResult result) implements Notification {}

    record RecordUpdate(RecordingKind kind, OutputView recording, @Nullable Failure failure)
            implements Notification {}

    record RtmpUpdate(OutputView rtmp, @Nullable Failure failure) implements Notification {}

    record TranscriptionUpdate(OutputView captions, long now) implements Notification {}

    record HlsUpdate(HlsView hls, @Nullable Failure failure) implements Notification {}

    /// How clients of the legacy dialect hear of a live stream.
    record LegacyHlsStart(HlsView hls) implements Notification {}

    record LegacyHlsStop(@Nullable Failure failure) implements Notification {}

    /// How clients of the legacy dialect hear of a recording: that it has started or stopped.
    record LegacyRecord(RecordingKind kind, OutputView recording, @Nullable Failure failure)
            implements Notification {}

    /// The same for pushes to other servers.
    record LegacyRtmp(OutputView rtmp, @Nullable Failure failure) implements Notification {}

    record Failure(int code, String message) {}

    /// An offer for the subscribe connection.
    record Offer(String sdp, String sfuNodeId) implements Notification {}

    /// Ends the call in the client. For conditions that cannot be recovered from.
    record Error(ErrorCode code, String message) implements Notification {}

    /// Logged by the client, nothing else.
    record Warning(ErrorCode code, String message) implements Notification {}
}
