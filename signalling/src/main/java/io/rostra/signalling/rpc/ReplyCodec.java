package io.rostra.signalling.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

/// Writes the `result` of replies.
final class ReplyCodec {

    private ReplyCodec() {}

    static ObjectNode encode(Reply reply) {
        ObjectNode result = Json.object();
        switch (reply) {
            case Reply.Done() -> {}
            case Reply.Pong(long timestamp) -> result.put("timestamp", timestamp);
            case Reply.Joined(var sdp, var sfuNodeId) -> {
                if (sdp != null) {
                    result.put("type", "answer").put("sdp", sdp);
                }
                result.put("sfu_node_id", sfuNodeId);
            }
            case Reply.Answered(var sdp) -> result.put("type", "answer").put("sdp", sdp);
            case Reply.Sent(var messageId, long timestamp) ->
                    result.put("message_id", messageId).put("timestamp", timestamp);
            case Reply.Groups(var names) -> names.forEach(result.putArray("groups")::add);
            case Reply.Metadata(var entry) -> metadata(result, entry);
            case Reply.OnePeer(var peer) -> {
                return PeerJson.identity(peer);
            }
            case Reply.Peers page -> {
                result.put("iterator", page.iterator())
                        .put("total", page.total())
                        .put("eof", page.last());
                ArrayNode peers = result.putArray("peers");
                page.peers().forEach(peer -> peers.add(PeerJson.identity(peer)));
            }
            case Reply.PeersFound page -> found(result, page);
            case PollReply pollReply -> {
                return PollJson.reply(pollReply);
            }
        }
        return result;
    }

    /// @return the object it was given
    static ObjectNode metadata(ObjectNode node, MetadataEntry entry) {
        node.put("key", entry.key());
        node.putRawValue("data", new RawValue(entry.data().text()));
        node.put("updated_at", entry.updatedAt());
        if (entry.updatedBy() != null) {
            node.put("updated_by", entry.updatedBy());
        }
        return node.put("change_version", entry.version());
    }

    private static void found(ObjectNode result, Reply.PeersFound page) {
        result.put("count", page.peers().size())
                .put("limit", page.limit())
                .put("offset", page.offset())
                .put("eof", page.last());
        ArrayNode peers = result.putArray("peers");
        for (PeerView peer : page.peers()) {
            peers.addObject()
                    .put("peer_id", peer.peerId())
                    .put("name", peer.name())
                    .put("role", peer.role())
                    .put("type", "regular");
        }
    }
}
