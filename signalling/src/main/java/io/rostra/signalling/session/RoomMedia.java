package io.rostra.signalling.session;

import io.rostra.sfu.Router;
import io.rostra.sfu.TransportOptions;
import io.rostra.sfu.net.EventLoop;
import io.rostra.sfu.publish.PublisherTransport;
import io.rostra.sfu.subscribe.SubscriberTransport;

/// What a session needs of the room's router: its loop and transports.
interface RoomMedia extends AutoCloseable {

    EventLoop loop();

    PublisherTransport openPublisher(
            String peerId, TransportOptions options, PublisherTransport.Listener listener);

    SubscriberTransport openSubscriber(
            String peerId, TransportOptions options, SubscriberTransport.Listener listener);

    @Override
    void close();

    static RoomMedia of(Router router) {
        return new RouterMedia(router);
    }

    record RouterMedia(Router router) implements RoomMedia {

        /// The label by which client SDKs know the API data channel.
        private static final String API_CHANNEL = "ion-sfu";

        @Override
        public EventLoop loop() {
            return router.loop();
        }

        @Override
        public PublisherTransport openPublisher(
                String peerId, TransportOptions options, PublisherTransport.Listener listener) {
            return router.openPublisher(peerId, options, listener);
        }

        @Override
        public SubscriberTransport openSubscriber(
                String peerId, TransportOptions options, SubscriberTransport.Listener listener) {
            return router.openSubscriber(peerId, options, API_CHANNEL, listener);
        }

        @Override
        public void close() {
            router.close();
        }
    }
}
