package io.rostra.signalling.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a peer may ask for or tell, one record per JSON-RPC method. Only [RequestCodec] sees JSON.
public sealed interface Request
        permits Request.Ping,
                Request.Join,
                Request.Leave,
                Request.Offer,
                Request.Answer,
                Request.Trickle,
                Request.TrackUpdate,
                Request.Analytics,
                Request.Broadcast,
                Request.PeerUpdate,
                Request.GroupJoin,
                Request.GroupLeave,
                Request.HlsStart,
                Request.HlsStop,
                Request.Whiteboard,
                Request.Unknown,
                RoleRequest,
                ModerationRequest,
                MetadataRequest,
                PeerQuery,
                PollRequest,
                StreamRequest {

    record Ping() implements Request {}

    /// @param onDemandVideo (`disableVidAutoSub`) no video flows until the client asks for a layer
    /// @param onDemandTracks no video is offered either until then
    /// @param offerSdp of the publish connection; null for a role without WebRTC
    record Join(
            String name,
            String data,
            boolean onDemandVideo,
            boolean onDemandTracks,
            @Nullable String offerSdp)
            implements Request {

        public Join(String name, String data, boolean onDemandVideo, @Nullable String offerSdp) {
            this(name, data, onDemandVideo, false, offerSdp);
        }
    }

    record Leave(String reason) implements Request {}

    /// A new state of the publish connection.
    ///
    /// @param tracks the complete set that the peer publishes from now on
    /// @param sfuNodeId the media node that the client believes it talks to
    record Offer(String sdp, List<Track> tracks, @Nullable String sfuNodeId) implements Request {
        public Offer {
            tracks = List.copyOf(tracks);
        }
    }

    /// The reply to an offer of ours, on the subscribe connection.
    ///
    /// @param sfuNodeId the media node that the client believes it talks to
    record Answer(String sdp, @Nullable String sfuNodeId) implements Request {}

    /// A candidate of the client. We are ICE-lite and learn addresses from its checks instead.
    record Trickle() implements Request {}

    record TrackUpdate(List<TrackState> tracks) implements Request {
        public TrackUpdate {
            tracks = List.copyOf(tracks);
        }
    }

    /// @param description null to leave it as it is
    record TrackState(String trackId, boolean mute, @Nullable String description) {}

    /// What a client's SDK tells of itself.
    ///
    /// @param info a JSON object; empty when it is too long
    record Analytics(String name, String info) implements Request {}

    /// A chat message or custom event.
    record Broadcast(String message, String type, Recipients recipients) implements Request {}

    sealed interface Recipients {
        record Everyone() implements Recipients {}

        record Roles(List<String> names) implements Recipients {
            public Roles {
                names = List.copyOf(names);
            }
        }

        record OnePeer(String peerId) implements Recipients {}
    }

    record PeerUpdate(@Nullable String name, @Nullable String data) implements Request {}

    record GroupJoin(String group) implements Request {}

    record GroupLeave(String group) implements Request {}

    /// @param record while it is live
    /// @param layout of several pictures in one, see [io.rostra.platform.live.LiveWish]; or null
    record HlsStart(boolean record, @Nullable String layout) implements Request {
        public HlsStart(boolean record) {
            this(record, null);
        }

        public HlsStart() {
            this(false);
        }
    }

    record HlsStop() implements Request {}

    /// Anything about whiteboards, which this server does not have.
    record Whiteboard() implements Request {}

    /// A method that this server does not support.
    record Unknown(String method) implements Request {}
}
