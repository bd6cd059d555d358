package io.rostra.sfu;

import static io.rostra.sfu.OnStage.CAMERA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.sfu.browser.TestPublisher;
import io.rostra.sfu.browser.TestTrack;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.subscribe.VideoLayer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Rooms, loops and connections that begin, move and end.
class LifecycleTest {

    /// With one port and two sockets the kernel decides on which socket a browser's datagrams land:
    /// with eight browsers in each room some land on the socket of the other room's loop.
    @Test
    void postsDatagramsToTheLoopThatOwnsThem() throws Exception {
        try (var loopback = new LoopbackSfu(2)) {
            Router one = loopback.sfu.openRouter("one");
            Router two = loopback.sfu.openRouter("two");
            assertThat(one.loop()).isNotSameAs(two.loop());
            var publishers = new ArrayList<TestPublisher>();
            var arrived = new CopyOnWriteArrayList<PublishedTrack>();

            for (int i = 0; i < 16; i++) {
                Router room = i % 2 == 0 ? one : two;
                LoopbackSfu.Publishing peer = loopback.publisher(room, "peer" + i);
                String id = "camera" + i;
                TestTrack camera =
                        loopback.browsers.call(
                                () -> peer.browser.addTrack(MediaKind.VIDEO, id, "stream"));
                peer.negotiate();
                publishers.add(peer.browser);
                arrived.add(peer.track(id));
                loopback.browsers.run(() -> peer.browser.sendFrame(camera, true));
            }

            loopback.browsers.await(
                    "all packets",
                    () -> arrived.stream().allMatch(track -> packetCount(track, one, two) == 3));
            loopback.browsers.run(() ->
                    assertThat(publishers)
                            .allMatch(publisher -> publisher.closedBecause().isEmpty()));
            assertThat(loopback.sfu.registry().addressCount()).isEqualTo(16);
        }
    }

    private static long packetCount(PublishedTrack track, Router one, Router two) {
        int number = Integer.parseInt(track.id().substring("camera".length()));
        return LoopbackSfu.on((number % 2 == 0 ? one : two).loop(), track::packetCount);
    }

    @Test
    void forgetsAddressesAndCredentialsOfClosedTransports() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            assertThat(stage.loopback.sfu.registry().addressCount()).isEqualTo(2);
            stage.browsers.run(() -> stage.publisher.browser().restartIce());
            stage.alice.negotiate();
            LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(true));
            LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(true));

            stage.alice.close();
            LoopbackSfu.on(stage.room.loop(), stage.bob.transport::close);
            LoopbackSfu.on(stage.room.loop(), stage.bob.transport::close);

            assertThat(stage.loopback.sfu.registry().addressCount()).isZero();
            assertThat(stage.loopback.sfu.registry().ufragCount()).isZero();
            assertThat(stage.alice.events).contains("unpublished " + CAMERA);
        }
    }

    @Test
    void closesEverybodyWithTheRoom() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            LoopbackSfu.on(stage.room.loop(), stage.room::close);
            LoopbackSfu.on(stage.room.loop(), stage.room::close);

            stage.browsers.await(
                    "the browsers to hear of it",
                    () ->
                            !stage.publisher.closedBecause().isEmpty()
                                    && !stage.viewer.closedBecause().isEmpty());
            assertThat(stage.loopback.sfu.registry().addressCount()).isZero();
            assertThat(stage.loopback.sfu.registry().ufragCount()).isZero();
            assertThat(stage.loopback.sfu.findRouter("room")).isEmpty();
            assertThatThrownBy(() -> stage.loopback.publisher(stage.room, "late"))
                    .isInstanceOf(IllegalStateException.class);
            stage.loopback.sfu.openRouter("room");
        }
    }

    @Test
    void opensARoomOnce() throws Exception {
        try (var loopback = new LoopbackSfu(1)) {
            Router room = loopback.sfu.openRouter("room");

            assertThat(loopback.sfu.findRouter("room")).containsSame(room);
            assertThatThrownBy(() -> loopback.sfu.openRouter("room"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("room");
            assertThatThrownBy(room::tracks)
                    .as("from another thread")
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void hearsOfABrowserThatCloses() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.browsers.run(stage.publisher::close);
            stage.browsers.await(
                    "the server to notice", () -> stage.alice.events.contains("disconnected"));

            assertThat(LoopbackSfu.on(stage.room.loop(), stage.alice.transport::connected))
                    .isFalse();
            stage.alice.close();
            stage.browsers.await("the track to be withdrawn", () -> stage.bob.offers.size() == 2);
        }
    }

    @Test
    void followsABrowserToAnotherAddress() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);

            stage.browsers.call(() -> move(stage.publisher));
            stage.browsers.call(() -> {
                stage.viewer.browser().moveToAnotherPort();
                return true;
            });
            stage.browsers.await(
                    "packets on the new way",
                    () -> {
                        stage.publisher.sendFrame(stage.camera, false);
                        return stage.viewer.received(CAMERA).size() > 5;
                    });

            assertThat(stage.loopback.sfu.registry().addressCount())
                    .as("each may still use its old pair")
                    .isEqualTo(4);
        }
    }

    private static boolean move(TestPublisher publisher) throws IOException {
        publisher.browser().moveToAnotherPort();
        return true;
    }

    @Test
    void tellsListenersOfTracks() throws Exception {
        try (var stage = new OnStage()) {
            var heard = new CopyOnWriteArrayList<String>();
            var listener =
                    new Router.Listener() {
                        @Override
                        public void onTrackPublished(PublishedTrack track) {
                            heard.add("+" + track.id());
                        }

                        @Override
                        public void onTrackUnpublished(PublishedTrack track) {
                            heard.add("-" + track.id());
                        }
                    };
            LoopbackSfu.on(stage.room.loop(), () -> stage.room.addListener(listener));
            stage.alice.negotiate();
            assertThat(LoopbackSfu.on(stage.room.loop(), stage.room::tracks))
                    .extracting(PublishedTrack::id)
                    .containsExactly("camera", "microphone");

            stage.browsers.run(() -> stage.publisher.removeTrack(stage.camera));
            stage.alice.negotiate();
            LoopbackSfu.on(stage.room.loop(), () -> stage.room.removeListener(listener));
            stage.alice.close();

            assertThat(heard).containsExactly("+camera", "+microphone", "-camera");
            assertThat(LoopbackSfu.on(stage.room.loop(), stage.room::tracks)).isEmpty();
        }
    }

    @Test
    void servesManySubscribersWithOnePli() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            var others = new ArrayList<LoopbackSfu.Subscribing>();
            for (int i = 0; i < 6; i++) {
                others.add(stage.loopback.subscriber(stage.room, "viewer" + i));
            }
            for (LoopbackSfu.Subscribing other : others) {
                other.start(List.of(stage.published(CAMERA)), VideoLayer.HIGH);
            }
            stage.sendFrames(1);
            stage.browsers.await("a PLI", () -> stage.camera.keyFrameRequests() > 0);
            stage.sendKeyFrame();

            stage.browsers.await(
                    "everybody to have it",
                    () -> others.stream().allMatch(o -> o.browser.received(CAMERA).size() == 3));
            stage.browsers.run(
                    () -> assertThat(stage.camera.keyFrameRequests()).isLessThanOrEqualTo(2));
        }
    }
}
