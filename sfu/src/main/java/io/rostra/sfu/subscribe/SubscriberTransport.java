package io.rostra.sfu.subscribe;

import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.PublishedTrack;

/// The connection on which a peer receives: we offer, the client answers. At most one offer is
/// outstanding; what changes meanwhile is collected for the next. Confined to the room's event
/// loop.
public final class SubscriberTransport implements AutoCloseable {

    SubscriberTransport() {}

    /// Sends the first offer (data channel only, or with the tracks subscribed so far).
    public void start() {
        throw new UnsupportedOperationException();
    }

    /// Adds the track to the next offer. Audio flows as soon as negotiated; video starts at
    /// [VideoLayer#NONE] unless asked otherwise.
    public void subscribe(PublishedTrack track, VideoLayer initialLayer) {
        throw new UnsupportedOperationException();
    }

    /// Withdraws the track with the next offer and stops its packets now. Unknown tracks are
    /// ignored.
    public void unsubscribe(PublishedTrack track) {
        throw new UnsupportedOperationException();
    }

    /// @throws NegotiationException when the answer does not fit the outstanding offer
    public void onAnswer(String answerSdp) throws NegotiationException {
        throw new UnsupportedOperationException();
    }

    /// Forgets an outstanding offer and makes a fresh one: after the signalling socket came back.
    ///
    /// @param restartIce with new ICE credentials, for when media is not known to flow
    public void renewOffer(boolean restartIce) {
        throw new UnsupportedOperationException();
    }

    public boolean connected() {
        throw new UnsupportedOperationException();
    }

    /// @return false when no such track is subscribed
    public boolean preferVideoLayer(String trackId, VideoLayer layer) {
        throw new UnsupportedOperationException();
    }

    /// @return false when no such track is subscribed
    public boolean preferAudio(String trackId, boolean subscribed) {
        throw new UnsupportedOperationException();
    }

    /// Sends a text message on the API data channel; dropped when the channel is not open.
    public void sendMessage(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    public interface Listener {
        /// An offer for the client.
        void onOffer(String sdp);

        /// A text message of the client on the API data channel.
        void onMessage(String text);

        /// ICE and DTLS are up (true) or consent was lost (false, RFC 7675).
        void onConnectedChanged(boolean connected);
    }
}
