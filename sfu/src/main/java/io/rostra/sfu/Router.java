package io.rostra.sfu;

import io.rostra.sfu.net.DropCounters;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.net.LocalAddresses;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.net.PeerLink;
import io.rostra.sfu.net.TransportDescription;
import io.rostra.sfu.publish.LocalPublisher;
import io.rostra.sfu.publish.LocalTrack;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.PublisherTransport;
import io.rostra.sfu.subscribe.SubscriberTransport;
import io.rostra.webrtc.dtls.DtlsRole;
import io.rostra.webrtc.ice.Candidates;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Where the packets of one room go: from each publisher's transport, through its published tracks,
/// to the transports of whoever subscribed. Confined to its event loop, except [#loop()].
public final class Router implements AutoCloseable {

    /// How often transports look at their timers.
    private static final Duration TICK = Duration.ofMillis(10);

    private final Shared shared;
    private final EventLoop loop;
    private final Runnable onClosed;
    private final Set<PublisherTransport> publishers = new LinkedHashSet<>();
    private final Set<LocalPublisher> localPublishers = new LinkedHashSet<>();
    private final Set<SubscriberTransport> subscribers = new LinkedHashSet<>();
    private final Map<String, PublishedTrack> tracks = new LinkedHashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final RoomReports reports;
    private final LoudestTracks loudest;
    private boolean ticking;
    private boolean closed;

    /// What all routers of a loop share.
    ///
    /// @param tcp the media port takes TCP connections, too
    /// @param loudest how many tracks of sound are heard at a time, 0 for all
    record Shared(
            BiFunction<PeerLink.Handler, DtlsRole, PeerLink> links,
            boolean tcp,
            List<String> advertised,
            LocalAddresses addresses,
            DropCounters drops,
            MediaCounters counters,
            int loudest) {}

    Router(Shared shared, EventLoop loop, Runnable onClosed) {
        this.shared = shared;
        this.loop = loop;
        this.onClosed = onClosed;
        this.reports = new RoomReports(loop.now());
        this.loudest = new LoudestTracks(shared.loudest(), loop.now());
    }

    public EventLoop loop() {
        return loop;
    }

    public PublisherTransport openPublisher(
            String peerId, TransportOptions options, PublisherTransport.Listener listener) {
        assertOpen();
        var transport =
                new PublisherTransport(
                        peerId,
                        handler -> shared.links().apply(handler, options.dtlsRole()),
                        link -> describe(link, options),
                        shared.drops(),
                        shared.counters(),
                        publishers::remove,
                        new PublisherTransport.Listener() {
                            @Override
                            public void onTrackPublished(PublishedTrack track) {
                                published(track, listener::onTrackPublished);
                            }

                            @Override
                            public void onTrackUnpublished(PublishedTrack track) {
                                unpublished(track, listener::onTrackUnpublished);
                            }

                            @Override
                            public void onConnectedChanged(boolean connected) {
                                listener.onConnectedChanged(connected);
                            }
                        });
        publishers.add(transport);
        tick();
        return transport;
    }

    /// Opens a publisher whose frames come from within this process.
    public LocalPublisher openLocalPublisher(String peerId, LocalPublisher.Listener listener) {
        assertOpen();
        var publisher =
                new LocalPublisher(
                        peerId,
                        loop,
                        localPublishers::remove,
                        new LocalPublisher.Listener() {
                            @Override
                            public void onTrackPublished(PublishedTrack track) {
                                published(track, listener::onTrackPublished);
                            }

                            @Override
                            public void onTrackUnpublished(PublishedTrack track) {
                                unpublished(track, listener::onTrackUnpublished);
                            }

                            @Override
                            public void onKeyFrameWanted(LocalTrack track) {
                                listener.onKeyFrameWanted(track);
                            }
                        });
        localPublishers.add(publisher);
        tick();
        return publisher;
    }

    private void published(PublishedTrack track, Consumer<PublishedTrack> owner) {
        tracks.put(track.id(), track);
        owner.accept(track);
        List.copyOf(listeners).forEach(l -> l.onTrackPublished(track));
    }

    private void unpublished(PublishedTrack track, Consumer<PublishedTrack> owner) {
        tracks.remove(track.id(), track);
        subscribers.forEach(s -> s.unsubscribe(track));
        owner.accept(track);
        List.copyOf(listeners).forEach(l -> l.onTrackUnpublished(track));
    }

    /// @param channelLabel label of the API data channel, which this side opens
    public SubscriberTransport openSubscriber(
            String peerId,
            TransportOptions options,
            String channelLabel,
            SubscriberTransport.Listener listener) {
        assertOpen();
        var transport =
                new SubscriberTransport(
                        handler -> shared.links().apply(handler, options.dtlsRole()),
                        link -> describe(link, options),
                        shared.drops(),
                        shared.counters(),
                        channelLabel,
                        this::onClosed,
                        listener);
        subscribers.add(transport);
        reports.add(transport, peerId);
        tick();
        return transport;
    }

    private void onClosed(SubscriberTransport subscriber) {
        subscribers.remove(subscriber);
        reports.remove(subscriber);
    }

    /// All tracks published in the room now, oldest first.
    public List<PublishedTrack> tracks() {
        loop.assertInside();
        return List.copyOf(tracks.values());
    }

    /// Hears of every track that comes and goes; for egress.
    public void addListener(Listener listener) {
        loop.assertInside();
        listeners.add(listener);
    }

    public void removeListener(Listener listener) {
        loop.assertInside();
        listeners.remove(listener);
    }

    /// Closes all transports of the room.
    @Override
    public void close() {
        loop.assertInside();
        if (closed) {
            return;
        }
        closed = true;
        List.copyOf(publishers).forEach(PublisherTransport::close);
        List.copyOf(localPublishers).forEach(LocalPublisher::close);
        List.copyOf(subscribers).forEach(SubscriberTransport::close);
        onClosed.run();
    }

    private void assertOpen() {
        loop.assertInside();
        if (closed) {
            throw new IllegalStateException("The router is closed");
        }
    }

    private TransportDescription describe(PeerLink link, TransportOptions options) {
        var preferred = new ArrayList<>(shared.advertised());
        preferred.addAll(options.hostAddresses());
        List<InetAddress> addresses = shared.addresses().withPreferred(preferred);
        var candidates = new ArrayList<>(Candidates.udpHosts(addresses, link.port()));
        if (shared.tcp()) {
            candidates.addAll(
                    Candidates.passiveTcpHosts(
                            firstOfEachFamily(addresses), link.port(), candidates.size() + 1));
        }
        return new TransportDescription(
                link.connection().ice().local(), link.connection().localFingerprint(), candidates);
    }

    /// Browsers connect to each TCP candidate, even if UDP serves them well, so few must do.
    private static List<InetAddress> firstOfEachFamily(List<InetAddress> addresses) {
        var first = new LinkedHashMap<Class<?>, InetAddress>();
        addresses.forEach(address -> first.putIfAbsent(address.getClass(), address));
        return List.copyOf(first.values());
    }

    private void tick() {
        if (ticking) {
            return;
        }
        ticking = true;
        loop.schedule(TICK, this::onTick);
    }

    private void onTick() {
        ticking = false;
        if (closed || publishers.isEmpty() && localPublishers.isEmpty() && subscribers.isEmpty()) {
            return;
        }
        tick(); // first, so that a bug in one transport does not end the time of all
        long now = loop.now();
        for (PublisherTransport publisher : List.copyOf(publishers)) {
            isolated(() -> publisher.onTick(now));
        }
        for (var publisher : List.copyOf(localPublishers)) {
            isolated(() -> publisher.onTick(now));
        }
        for (SubscriberTransport subscriber : List.copyOf(subscribers)) {
            isolated(() -> subscriber.onTick(now));
        }
        isolated(() -> loudest.onTick(tracks.values(), now));
        isolated(() -> reports.onTick(tracks.values(), now));
    }

    /// A bug that one transport runs into costs the others nothing. The loop counts and logs it.
    private void isolated(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            loop.post(() -> {
                throw bug;
            });
        }
    }

    public interface Listener {
        void onTrackPublished(PublishedTrack track);

        void onTrackUnpublished(PublishedTrack track);
    }
}
