package io.rostra.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.browser.BrowserLoop;
import io.rostra.sfu.browser.TestPublisher;
import io.rostra.sfu.browser.TestSubscriber;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.PublisherTransport;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.sfu.subscribe.LayerUpdate;
import io.rostra.sfu.subscribe.SubscriberTransport;
import io.rostra.sfu.subscribe.VideoLayer;
import io.rostra.webrtc.sdp.SdpException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// An [Sfu] on a port of its own and browsers that talk to it over loopback, with what signalling
/// does between them.
final class LoopbackSfu implements AutoCloseable {

    static final String CHANNEL = "ion-sfu";
    private static final TransportOptions OPTIONS = new TransportOptions(List.of("127.0.0.1"));

    final Sfu sfu;
    final BrowserLoop browsers;

    LoopbackSfu(int eventLoops) throws IOException {
        sfu = Sfu.start(new SfuConfig(0, eventLoops, List.of()));
        browsers = new BrowserLoop();
    }

    /// Runs on a loop of the server and waits for the result.
    static <T> T on(EventLoop loop, Supplier<T> supplier) {
        try {
            return loop.call(supplier)
                    .orTimeout(BrowserLoop.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    static void on(EventLoop loop, Runnable task) {
        on(
                loop,
                () -> {
                    task.run();
                    return true;
                });
    }

    Publishing publisher(Router router, String peerId) {
        return new Publishing(router, peerId);
    }

    Subscribing subscriber(Router router, String peerId) {
        return new Subscribing(router, peerId);
    }

    /// Also fails the test when the server swallowed a bug.
    @Override
    public void close() {
        browsers.close();
        sfu.close();
        assertThat(sfu.failedTasks()).as("tasks of the server that threw").isZero();
    }

    /// Both sides of one peer's publish connection.
    final class Publishing implements PublisherTransport.Listener {
        final Router router;
        final TestPublisher browser;
        final PublisherTransport transport;
        final List<String> events = new CopyOnWriteArrayList<>();

        Publishing(Router router, String peerId) {
            this.router = router;
            browser = browsers.call(() -> new TestPublisher(browsers, sfu.mediaPort()));
            transport = on(router.loop(), () -> router.openPublisher(peerId, OPTIONS, this));
        }

        /// Offers what the browser has and waits until it is connected.
        Publishing negotiate() throws NegotiationException {
            String offer = browsers.call(browser::offer);
            List<TrackDescription> tracks = browsers.call(browser::descriptions);
            String answer = answer(offer, tracks);
            browsers.call(() -> {
                browser.onAnswer(answer);
                return true;
            });
            browsers.await("publisher to connect", () -> browser.browser().connected());
            // The client finishes the handshake last, but the server's loop may not know yet.
            browsers.await(
                    "server to be connected",
                    () -> events.contains("connected") || transportClosed());
            return this;
        }

        String answer(String offer, List<TrackDescription> tracks) throws NegotiationException {
            record Result(String answer, NegotiationException refusal) {}
            Result result =
                    on(
                            router.loop(),
                            () -> {
                                try {
                                    return new Result(transport.answer(offer, tracks), null);
                                } catch (NegotiationException e) {
                                    return new Result("", e);
                                }
                            });
            if (result.refusal != null) {
                throw result.refusal;
            }
            return result.answer;
        }

        PublishedTrack track(String id) {
            return on(
                    router.loop(),
                    () ->
                            transport.tracks().stream()
                                    .filter(track -> track.id().equals(id))
                                    .findFirst()
                                    .orElseThrow());
        }

        private boolean transportClosed() {
            return events.contains("closed");
        }

        void close() {
            on(router.loop(), transport::close);
            events.add("closed");
        }

        @Override
        public void onTrackPublished(PublishedTrack track) {
            events.add("published " + track.id());
        }

        @Override
        public void onTrackUnpublished(PublishedTrack track) {
            events.add("unpublished " + track.id());
        }

        @Override
        public void onConnectedChanged(boolean connected) {
            events.add(connected ? "connected" : "disconnected");
        }
    }

    /// Both sides of one peer's subscribe connection. Answers offers by itself unless told to wait.
    final class Subscribing implements SubscriberTransport.Listener {
        final Router router;
        final TestSubscriber browser;
        final SubscriberTransport transport;
        final List<String> offers = new CopyOnWriteArrayList<>();
        final List<String> messages = new CopyOnWriteArrayList<>();
        final List<String> events = new CopyOnWriteArrayList<>();
        final List<List<ActiveSpeaker>> speakers = new CopyOnWriteArrayList<>();
        final List<LayerUpdate> layerUpdates = new CopyOnWriteArrayList<>();
        volatile List<ConnectionQuality> quality = List.of();
        volatile boolean answering = true;

        Subscribing(Router router, String peerId) {
            this.router = router;
            browser = browsers.call(() -> new TestSubscriber(browsers, sfu.mediaPort()));
            transport =
                    on(router.loop(), () -> router.openSubscriber(peerId, OPTIONS, CHANNEL, this));
        }

        /// Begins with these tracks and waits until connected.
        Subscribing start(List<PublishedTrack> tracks, VideoLayer layer) {
            on(
                    router.loop(),
                    () -> {
                        tracks.forEach(track -> transport.subscribe(track, layer));
                        transport.start();
                    });
            browsers.await("subscriber to connect", () -> browser.browser().connected());
            browsers.await("server to be connected", () -> events.contains("connected"));
            return this;
        }

        void subscribe(PublishedTrack track, VideoLayer layer) {
            on(router.loop(), () -> transport.subscribe(track, layer));
        }

        void unsubscribe(PublishedTrack track) {
            on(router.loop(), () -> transport.unsubscribe(track));
        }

        void prefer(String trackId, VideoLayer layer) {
            on(router.loop(), () -> transport.preferVideoLayer(trackId, layer));
        }

        /// Answers an offer that was held back.
        void answer(String offer) throws NegotiationException {
            String answer = browsers.call(() -> browser.answer(offer));
            NegotiationException refusal = accept(answer);
            if (refusal != null) {
                throw refusal;
            }
        }

        /// @return why the server refused the answer, or null
        NegotiationException accept(String answer) {
            return on(
                    router.loop(),
                    () -> {
                        try {
                            transport.onAnswer(answer);
                            return null;
                        } catch (NegotiationException e) {
                            return e;
                        }
                    });
        }

        @Override
        public void onOffer(String sdp) {
            offers.add(sdp);
            if (!answering) {
                return;
            }
            browsers.execute(() -> {
                try {
                    String answer = browser.answer(sdp);
                    router.loop()
                            .post(() -> {
                                try {
                                    transport.onAnswer(answer);
                                } catch (NegotiationException e) {
                                    events.add("refused: " + e.getMessage());
                                }
                            });
                } catch (SdpException e) {
                    events.add("unreadable offer: " + e.getMessage());
                }
            });
        }

        @Override
        public void onActiveSpeakers(List<ActiveSpeaker> speakers) {
            this.speakers.add(speakers);
        }

        @Override
        public void onConnectionQuality(List<ConnectionQuality> all) {
            quality = all;
        }

        @Override
        public void onLayerUpdate(LayerUpdate update) {
            layerUpdates.add(update);
        }

        @Override
        public void onMessage(String text) {
            messages.add(text);
        }

        @Override
        public void onConnectedChanged(boolean connected) {
            events.add(connected ? "connected" : "disconnected");
        }
    }
}
