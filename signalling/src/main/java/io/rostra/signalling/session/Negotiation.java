package io.rostra.signalling.session;

import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Request;
import io.rostra.signalling.rpc.RequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Offers and answers between peers and the room's router, from a peer's first connections to their
/// end. Confined to the room's event loop.
final class Negotiation {

    private final Publishing publishing;
    private final RoomMedia media;
    private final String sfuNodeId;
    private final Stage stage;
    private final ApiChannel apiChannel;
    private final PeerMedia.Listener events = new MediaEvents();

    Negotiation(Stage stage, Publishing publishing, RoomMedia media, String sfuNodeId) {
        this.publishing = publishing;
        this.media = media;
        this.sfuNodeId = sfuNodeId;
        this.stage = stage;
        this.apiChannel = new ApiChannel(stage);
    }

    /// Opens connections, in place of those that the peer may have, and answers the first offer,
    /// which publishes nothing yet.
    String begin(Peer peer, ClientSocket socket, String offer) throws RequestException {
        end(peer);
        publishing.withdrawAll(peer);
        PeerMedia peerMedia = open(peer, socket);
        try {
            return peerMedia.answer(offer, List.of());
        } catch (NegotiationException e) {
            end(peer);
            throw new RequestException(
                    ErrorCode.BAD_REQUEST, "The offer cannot be used: " + e.getMessage());
        }
    }

    private PeerMedia open(Peer peer, ClientSocket socket) {
        var peerMedia = new PeerMedia(media, peer, socket, sfuNodeId, events);
        peer.media(peerMedia);
        return peerMedia;
    }

    /// Closes the peer's connections, if it has any.
    void end(Peer peer) {
        for (PublishedTrack track : peer.external()) {
            unpublishExternal(peer, track.id());
        }
        PeerMedia peerMedia = peer.media();
        if (peerMedia != null) {
            peerMedia.close();
            peer.media(null);
        }
    }

    /// Not before the client has its connections: it drops offers that come earlier.
    void startReceiving(Peer peer) {
        PeerMedia peerMedia = peer.media();
        if (peerMedia != null && !peerMedia.receiving()) {
            stage.startReceiving(peer, peerMedia);
        }
    }

    /// A peer that joined without WebRTC gets its connections with its first offer. One that had
    /// them in another process, before a restart, is told to build them anew.
    void offer(Peer peer, ClientSocket socket, Request.Offer offer, Responder responder)
            throws RequestException {
        PeerMedia peerMedia = peer.media();
        if (peerMedia == null && isForAnotherNode(offer.sfuNodeId())) {
            responder.refuse(ErrorCode.MISDIRECTED, "The media node is gone");
            peer.send(new Notification.NodeInfo(sfuNodeId));
            return;
        }
        publishing.check(peer, offer.tracks());
        if (peerMedia == null) {
            peerMedia = open(peer, socket);
        }
        publishing.offer(peer, peerMedia, offer, responder);
        startReceiving(peer);
    }

    /// An answer meant for another media node is none of ours.
    void answer(Peer peer, Request.Answer answer) {
        PeerMedia peerMedia = peer.media();
        if (peerMedia != null && !isForAnotherNode(answer.sfuNodeId())) {
            peerMedia.onAnswer(answer.sdp());
        }
    }

    private boolean isForAnotherNode(@Nullable String node) {
        return node != null && !node.equals(sfuNodeId);
    }

    /// Stops what the peer sends as this track.
    void withdraw(Peer peer, String trackId) {
        PeerMedia peerMedia = peer.media();
        if (peerMedia != null) {
            peerMedia.withdraw(trackId);
        }
        unpublishExternal(peer, trackId);
    }

    /// A track that is in the router by another way than the peer's connections.
    void publishExternal(Peer peer, PublishedTrack track) {
        PublishedTrack before = peer.putExternal(track);
        if (before != null && before != track) {
            stage.onTrackUnpublished(before);
        }
        if (before != track) {
            stage.onTrackPublished(peer, track);
        }
    }

    void unpublishExternal(Peer peer, String trackId) {
        PublishedTrack track = peer.removeExternal(trackId);
        if (track != null) {
            stage.onTrackUnpublished(track);
        }
    }

    private final class MediaEvents implements PeerMedia.Listener {
        @Override
        public void onTrackPublished(Peer peer, PublishedTrack track) {
            stage.onTrackPublished(peer, track);
        }

        @Override
        public void onTrackUnpublished(Peer peer, PublishedTrack track) {
            stage.onTrackUnpublished(track);
        }

        @Override
        public void onApiMessage(Peer peer, String text) {
            PeerMedia peerMedia = peer.media();
            if (peerMedia != null) {
                apiChannel.onMessage(peer, peerMedia, text);
            }
        }

        @Override
        public void onUnusable(Peer peer, String reason) {
            peer.send(new Notification.Error(ErrorCode.INTERNAL, reason));
            end(peer);
        }
    }
}
