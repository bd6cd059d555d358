package io.rostra.sfu;

import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.PublisherTransport;
import io.rostra.sfu.subscribe.SubscriberTransport;
import java.util.Collection;

/// Where the packets of one room go. Confined to its event loop, except [#loop()].
public final class Router implements AutoCloseable {

    Router() {}

    public EventLoop loop() {
        throw new UnsupportedOperationException();
    }

    public PublisherTransport openPublisher(
            String peerId, TransportOptions options, PublisherTransport.Listener listener) {
        throw new UnsupportedOperationException();
    }

    /// @param channelLabel label of the API data channel, which this side opens
    public SubscriberTransport openSubscriber(
            String peerId,
            TransportOptions options,
            String channelLabel,
            SubscriberTransport.Listener listener) {
        throw new UnsupportedOperationException();
    }

    /// All tracks published in the room now, oldest first.
    public Collection<PublishedTrack> tracks() {
        throw new UnsupportedOperationException();
    }

    /// Hears of every track that comes and goes; for egress.
    public void addListener(Listener listener) {
        throw new UnsupportedOperationException();
    }

    public void removeListener(Listener listener) {
        throw new UnsupportedOperationException();
    }

    /// Closes all transports of the room.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    public interface Listener {
        void onTrackPublished(PublishedTrack track);

        void onTrackUnpublished(PublishedTrack track);
    }
}
