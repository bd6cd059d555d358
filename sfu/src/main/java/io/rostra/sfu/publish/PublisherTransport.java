package io.rostra.sfu.publish;

import java.util.List;

/// The connection on which a peer publishes: the client offers, we answer. Confined to the room's
/// event loop.
public final class PublisherTransport implements AutoCloseable {

    PublisherTransport() {}

    /// Answers an offer of the client. Tracks that the offer no longer sends are unpublished, new
    /// ones published; the listener hears of both before this returns. The same offer again gives
    /// an equivalent answer.
    ///
    /// @param tracks the complete set that the client says it sends
    /// @throws NegotiationException when the offer cannot be understood or accepted; nothing
    ///   changed
    public String answer(String offerSdp, List<TrackDescription> tracks)
            throws NegotiationException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    public interface Listener {
        void onTrackPublished(PublishedTrack track);

        void onTrackUnpublished(PublishedTrack track);

        /// ICE and DTLS are up (true) or consent was lost (false, RFC 7675).
        void onConnectedChanged(boolean connected);
    }
}
