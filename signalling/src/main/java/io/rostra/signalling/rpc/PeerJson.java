package io.rostra.signalling.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.sfu.publish.MediaKind;
import java.util.Collection;

/// Writes peers and their tracks, the same way in every message.
final class PeerJson {

    private PeerJson() {}

    /// `realtime` is what keeps the peer in the client's store; without it an update removes it.
    static ObjectNode peer(PeerView peer) {
        return peer(peer, true);
    }

    /// As [#peer(PeerView)], but the client forgets the peer unless it is `realtime`.
    static ObjectNode peer(PeerView peer, boolean realtime) {
        ObjectNode node = identity(peer);
        node.put("joined_at", peer.joinedAt());
        node.put("realtime", realtime);
        node.set("tracks", tracks(peer.tracks()));
        return node;
    }

    static ObjectNode identity(PeerView peer) {
        ObjectNode node = Json.object().put("peer_id", peer.peerId()).put("role", peer.role());
        peer.groups().forEach(node.putArray("groups")::add);
        node.putObject("info")
                .put("name", peer.name())
                .put("data", peer.data())
                .put("user_id", peer.userId())
                .put("type", "regular");
        return node;
    }

    static ObjectNode tracks(Collection<Track> tracks) {
        ObjectNode node = Json.object();
        for (Track track : tracks) {
            node.putObject(track.trackId())
                    .put("track_id", track.trackId())
                    .put("stream_id", track.streamId())
                    .put("type", track.kind() == MediaKind.AUDIO ? "audio" : "video")
                    .put("source", track.source())
                    .put("mute", track.mute())
                    .put("description", track.description());
        }
        return node;
    }
}
