package io.rostra.signalling.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of a request that succeeded. Every one is written as an object, since the client
/// throws on a result that is falsy.
public sealed interface Reply
        permits Reply.Done,
                Reply.Pong,
                Reply.Joined,
                Reply.Answered,
                Reply.Sent,
                Reply.Groups,
                Reply.Metadata,
                Reply.OnePeer,
                Reply.Peers,
                Reply.PeersFound,
                PollReply {

    record Done() implements Reply {}

    /// @param timestamp milliseconds since the epoch
    record Pong(long timestamp) implements Reply {}

    /// @param answerSdp null when the peer joined without an offer
    record Joined(@Nullable String answerSdp, String sfuNodeId) implements Reply {}

    record Answered(String answerSdp) implements Reply {}

    /// @param timestamp milliseconds since the epoch
    record Sent(String messageId, long timestamp) implements Reply {}

    record Groups(List<String> names) implements Reply {
        public Groups {
            names = List.copyOf(names);
        }
    }

    /// The session's metadata at one key.
    record Metadata(MetadataEntry entry) implements Reply {}

    record OnePeer(PeerView peer) implements Reply {}

    /// A page of peers.
    ///
    /// @param total that fit, on all pages
    /// @param last whether nothing follows
    record Peers(String iterator, int total, boolean last, List<PeerView> peers) implements Reply {
        public Peers {
            peers = List.copyOf(peers);
        }
    }

    /// @param offset of the next page
    record PeersFound(int limit, int offset, boolean last, List<PeerView> peers) implements Reply {
        public PeersFound {
            peers = List.copyOf(peers);
        }
    }
}
