package io.rostra.signalling.rpc;

import io.rostra.platform.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client is told without having asked, one record per JSON-RPC method. Only
/// [NotificationCodec] sees JSON.
public sealed interface Notification {

    /// The peer's current role and all roles of the room. Nothing else happens in a client before
    /// its first one.
    record PolicyChange(String role, Template template) implements Notification {}

    record RoomInfo(String roomId, String name, String description) implements Notification {}

    /// Everybody in the room except the receiver.
    record PeerList(List<PeerView> peers, RoomView room) implements Notification {
        public PeerList {
            peers = List.copyOf(peers);
        }
    }

    /// For a lobby screen, before join.
    record RoomState(int peerCount, RoomView room) implements Notification {}

    record PeerJoin(PeerView peer) implements Notification {}

    record PeerLeave(PeerView peer) implements Notification {}

    /// Tells a client that those who run the server send it away.
    record Removed(String reason) implements Notification {}

    record PeerUpdate(PeerView peer) implements Notification {}

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

    record HlsUpdate(HlsView hls, @Nullable Failure failure) implements Notification {}

    /// How clients of the legacy dialect hear of a live stream.
    record LegacyHlsStart(HlsView hls) implements Notification {}

    record LegacyHlsStop(@Nullable Failure failure) implements Notification {}

    record Failure(int code, String message) {}

    /// An offer for the subscribe connection.
    record Offer(String sdp, String sfuNodeId) implements Notification {}

    /// Ends the call in the client. For conditions that cannot be recovered from.
    record Error(ErrorCode code, String message) implements Notification {}

    /// Logged by the client, nothing else.
    record Warning(ErrorCode code, String message) implements Notification {}
}
