package io.rostra.signalling.session;

import io.rostra.sfu.ActiveSpeaker;
import io.rostra.sfu.ConnectionQuality;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.PublisherTransport;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.sfu.subscribe.DownlinkStats;
import io.rostra.sfu.subscribe.LayerUpdate;
import io.rostra.sfu.subscribe.SubscriberTransport;
import io.rostra.sfu.subscribe.VideoLayer;
import io.rostra.signalling.rpc.ApiChannelCodec;
import io.rostra.signalling.rpc.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two connections of one peer: it publishes on one and receives on the other. Confined to the
/// room's event loop.
final class PeerMedia implements AutoCloseable {

    /// What a peer's media tells the session.
    interface Listener {
        void onTrackPublished(Peer peer, PublishedTrack track);

        void onTrackUnpublished(Peer peer, PublishedTrack track);

        /// A text message on the API data channel.
        void onApiMessage(Peer peer, String text);

        /// Its answers to our offers cannot be used.
        void onUnusable(Peer peer, String reason);
    }

    private static final Logger log = LoggerFactory.getLogger(PeerMedia.class);

    /// An answer that does not fit may belong to an offer that was overtaken by a newer one; only
    /// when no good one follows is a fresh offer made.
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(1);

    /// Fresh offers after answers that do not fit, until the call is given up.
    private static final int MAX_RENEWALS = 3;

    /// A gallery of tiles that scrolls asks for many layers at once.
    private static final int API_MESSAGES_PER_SECOND = 100;

    private static final int API_MESSAGE_BURST = 1000;

    private final Peer peer;
    private final EventLoop loop;
    private final RateLimit apiLimit;
    private final Listener listener;
    private final String sfuNodeId;
    private final PublisherTransport publisher;
    private final SubscriberTransport subscriber;
    private final Map<String, PublishedTrack> published = new LinkedHashMap<>();

    /// Videos that a client with `onDemandTracks` has not asked for: they are in no offer.
    private final Map<String, Offerable> notAskedFor = new HashMap<>();

    private boolean receiving;
    private boolean wasConnected;
    private boolean closed;
    private int renewals;
    private EventLoop.@Nullable Timer renewal;

    private record Offerable(PublishedTrack track, int priority) {}

    PeerMedia(
            RoomMedia media, Peer peer, ClientSocket socket, String sfuNodeId, Listener listener) {
        this.peer = peer;
        this.loop = media.loop();
        this.apiLimit = new RateLimit(API_MESSAGES_PER_SECOND, API_MESSAGE_BURST, loop.now());
        this.listener = listener;
        this.sfuNodeId = sfuNodeId;
        this.publisher =
                media.openPublisher(peer.id(), socket.transportOptions(), new PublisherEvents());
        this.subscriber =
                media.openSubscriber(peer.id(), socket.transportOptions(), new SubscriberEvents());
    }

    /// @param tracks the complete set that the client says it sends
    /// @param withheld ids of those that nobody else hears of
    String answer(String offerSdp, List<TrackDescription> tracks, Set<String> withheld)
            throws NegotiationException {
        return publisher.answer(offerSdp, tracks, withheld);
    }

    /// Ends a track though the client still sends it.
    void withdraw(String trackId) {
        publisher.withdraw(trackId);
    }

    Collection<PublishedTrack> published() {
        return List.copyOf(published.values());
    }

    /// Begins to offer, at the end of this turn of the loop. Not before the client has created its
    /// connections: it drops earlier offers.
    void startReceiving() {
        receiving = true;
        subscriber.start();
    }

    boolean receiving() {
        return receiving;
    }

    /// @param priority of its publisher's role, 1 is the most important
    void subscribe(PublishedTrack track, int priority) {
        if (!receiving) {
            return;
        }
        boolean later = peer.onDemandTracks() && track.kind() == MediaKind.VIDEO;
        if (later && !subscriber.receives(track.id())) {
            notAskedFor.put(track.id(), new Offerable(track, priority));
        } else {
            VideoLayer layer = peer.onDemandVideo() ? VideoLayer.NONE : VideoLayer.HIGH;
            subscriber.subscribe(track, layer, priority);
        }
    }

    /// What the peer's role may receive at most.
    void limit(int kilobitsPerSecond) {
        subscriber.limitBitrate(kilobitsPerSecond * 1000L);
    }

    void unsubscribe(PublishedTrack track) {
        notAskedFor.values().removeIf(offerable -> offerable.track() == track);
        if (receiving) {
            subscriber.unsubscribe(track);
        }
    }

    boolean preferVideo(String trackId, VideoLayer layer) {
        Offerable offerable = notAskedFor.get(trackId);
        if (offerable == null) {
            return subscriber.preferVideoLayer(trackId, layer);
        }
        if (layer != VideoLayer.NONE) {
            notAskedFor.remove(trackId);
            subscriber.subscribe(offerable.track(), layer, offerable.priority());
        }
        return true;
    }

    boolean preferAudio(String trackId, boolean subscribed) {
        return subscriber.preferAudio(trackId, subscribed);
    }

    /// How well it is served, 0 to 5; unknown before it is first connected.
    int quality() {
        return wasConnected ? subscriber.quality() : ConnectionQuality.UNKNOWN;
    }

    boolean allowApiMessage() {
        return apiLimit.allow(loop.now());
    }

    void sendApiMessage(String text) {
        subscriber.sendMessage(text);
    }

    /// The signalling socket is back: an offer may have been lost with the old one.
    void onSocketReplaced() {
        cancelRenewal();
        if (receiving) {
            subscriber.renewOffer(!subscriber.connected());
        }
    }

    void onAnswer(String sdp) {
        if (!receiving) {
            return;
        }
        try {
            subscriber.onAnswer(sdp);
            cancelRenewal();
            renewals = 0;
        } catch (NegotiationException e) {
            log.info("Peer {} sent an answer that does not fit: {}", peer.id(), e.getMessage());
            if (renewals == MAX_RENEWALS) {
                listener.onUnusable(peer, "The answer does not fit the offer: " + e.getMessage());
            } else if (renewal == null) {
                renewal = loop.schedule(ANSWER_PATIENCE, this::renew);
            }
        }
    }

    private void renew() {
        renewal = null;
        if (!closed) {
            renewals++;
            subscriber.renewOffer(!subscriber.connected());
        }
    }

    private void cancelRenewal() {
        if (renewal != null) {
            renewal.cancel();
            renewal = null;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        cancelRenewal();
        publisher.close();
        for (PublishedTrack track : new ArrayList<>(published.values())) {
            unpublished(track);
        }
        closed = true;
        subscriber.close();
    }

    private void unpublished(PublishedTrack track) {
        if (published.remove(track.id(), track)) {
            listener.onTrackUnpublished(peer, track);
        }
    }

    private final class PublisherEvents implements PublisherTransport.Listener {
        @Override
        public void onTrackPublished(PublishedTrack track) {
            if (!closed) {
                published.put(track.id(), track);
                listener.onTrackPublished(peer, track);
            }
        }

        @Override
        public void onTrackUnpublished(PublishedTrack track) {
            unpublished(track);
        }

        /// The client restarts ICE on this connection by itself.
        @Override
        public void onConnectedChanged(boolean connected) {
            log.debug("Peer {} publish connection connected: {}", peer.id(), connected);
        }
    }

    private final class SubscriberEvents implements SubscriberTransport.Listener {
        @Override
        public void onOffer(String sdp) {
            if (!closed) {
                peer.send(new Notification.Offer(sdp, sfuNodeId));
            }
        }

        @Override
        public void onMessage(String text) {
            if (!closed) {
                listener.onApiMessage(peer, text);
            }
        }

        @Override
        public void onActiveSpeakers(List<ActiveSpeaker> speakers) {
            if (!closed && receiving) {
                sendApiMessage(ApiChannelCodec.activeSpeakers(speakers));
            }
        }

        @Override
        public void onConnectionQuality(List<ConnectionQuality> all) {
            if (!closed && receiving) {
                sendApiMessage(ApiChannelCodec.connectionQuality(all));
            }
        }

        @Override
        public void onStats(DownlinkStats stats) {
            if (!closed && receiving) {
                sendApiMessage(ApiChannelCodec.stats(stats));
            }
        }

        @Override
        public void onLayerUpdate(LayerUpdate update) {
            if (!closed) {
                sendApiMessage(ApiChannelCodec.layerUpdate(update));
            }
        }

        /// Here the client cannot restart ICE, so we do.
        @Override
        public void onConnectedChanged(boolean connected) {
            log.debug("Peer {} subscribe connection connected: {}", peer.id(), connected);
            wasConnected |= connected;
            if (!connected && !closed && receiving && peer.socket() != null) {
                subscriber.renewOffer(true);
            }
        }
    }
}
