package io.rostra.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.browser.BrowserLoop;
import io.rostra.sfu.browser.ReceivedPacket;
import io.rostra.sfu.browser.TestPublisher;
import io.rostra.sfu.browser.TestSubscriber;
import io.rostra.sfu.browser.TestTrack;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.subscribe.VideoLayer;
import java.nio.ByteBuffer;
import java.util.List;

/// A room in which Alice publishes `camera` and `microphone` and Bob watches.
final class OnStage implements AutoCloseable {

    static final String CAMERA = "camera";
    static final String MICROPHONE = "microphone";

    final LoopbackSfu loopback;
    final BrowserLoop browsers;
    final Router room;
    final LoopbackSfu.Publishing alice;
    final TestPublisher publisher;
    final TestTrack camera;
    final TestTrack microphone;
    final LoopbackSfu.Subscribing bob;
    final TestSubscriber viewer;

    /// Nobody is connected yet.
    OnStage() throws Exception {
        loopback = new LoopbackSfu(1);
        browsers = loopback.browsers;
        room = loopback.sfu.openRouter("room");
        alice = loopback.publisher(room, "alice");
        publisher = alice.browser;
        camera = browsers.call(() -> publisher.addTrack(MediaKind.VIDEO, CAMERA, "stream"));
        microphone = browsers.call(() -> publisher.addTrack(MediaKind.AUDIO, MICROPHONE, "stream"));
        bob = loopback.subscriber(room, "bob");
        viewer = bob.browser;
    }

    /// Both are connected, Bob with this layer of the video.
    static OnStage watching(VideoLayer layer) throws Exception {
        var stage = new OnStage();
        stage.alice.negotiate();
        stage.bob.start(List.of(stage.published(CAMERA), stage.published(MICROPHONE)), layer);
        return stage;
    }

    PublishedTrack published(String trackId) {
        return alice.track(trackId);
    }

    List<PublishedTrack> publishedTracks() {
        return LoopbackSfu.on(room.loop(), alice.transport::tracks);
    }

    /// Waits until the server's loop has done what was posted so far.
    void settleLoop() {
        for (int i = 0; i < 3; i++) {
            LoopbackSfu.on(room.loop(), () -> {});
        }
    }

    void sendKeyFrame() {
        browsers.run(() -> publisher.sendFrame(camera, true));
    }

    void sendFrames(int count) {
        browsers.run(() -> {
            for (int i = 0; i < count; i++) {
                publisher.sendFrame(camera, false);
            }
        });
    }

    void sendAudio(int count) {
        browsers.run(() -> {
            for (int i = 0; i < count; i++) {
                publisher.sendFrame(microphone, false);
            }
        });
    }

    /// Waits until Bob has this many packets of the track.
    void awaitPackets(String trackId, int count) {
        browsers.await(
                count + " packets of " + trackId, () -> viewer.received(trackId).size() >= count);
        browsers.run(() -> assertThat(viewer.received(trackId)).hasSize(count));
    }

    /// Waits until everything sent before went through the server, in both directions: an audio
    /// packet takes the same way.
    void settle() {
        int before = browsers.call(() -> viewer.received(MICROPHONE).size());
        sendAudio(1);
        browsers.await("the way to be empty", () -> viewer.received(MICROPHONE).size() > before);
    }

    List<ReceivedPacket> video() {
        return browsers.call(() -> List.copyOf(viewer.received(CAMERA)));
    }

    List<ReceivedPacket> audio() {
        return browsers.call(() -> List.copyOf(viewer.received(MICROPHONE)));
    }

    static void assertContinuous(List<ReceivedPacket> packets) {
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).sequence())
                    .as("number of packet %d", i)
                    .isEqualTo(packets.get(i - 1).sequence() + 1 & 0xFFFF);
            assertThat(packets.get(i).timestamp() - packets.get(i - 1).timestamp())
                    .as("time passes before packet %d", i)
                    .isNotNegative();
        }
    }

    static List<ByteBuffer> contents(List<ReceivedPacket> packets) {
        return packets.stream().map(packet -> ByteBuffer.wrap(packet.payload())).toList();
    }

    @Override
    public void close() {
        loopback.close();
    }
}
