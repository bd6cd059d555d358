package io.rostra.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtp.RtpPacket;
import io.rostra.sfu.browser.BrowserLoop;
import io.rostra.sfu.browser.ReceivedPacket;
import io.rostra.sfu.browser.TestPublisher;
import io.rostra.sfu.browser.TestSubscriber;
import io.rostra.sfu.browser.TestTrack;
import io.rostra.sfu.publish.PacketTap;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.subscribe.LayerUpdate;
import io.rostra.sfu.subscribe.VideoLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Alice publishes her camera in three encodings, Bob chooses among them.
class SimulcastForwardingTest {

    private static final String CAMERA = "camera";
    private static final long HALF = 1L << 31;

    private LoopbackSfu loopback;
    private BrowserLoop browsers;
    private LoopbackSfu.Publishing alice;
    private TestPublisher publisher;
    private LoopbackSfu.Subscribing bob;
    private TestSubscriber viewer;
    private TestTrack full;
    private TestTrack half;
    private TestTrack quarter;

    @BeforeEach
    void open() throws Exception {
        loopback = new LoopbackSfu(1);
        browsers = loopback.browsers;
        Router room = loopback.sfu.openRouter("room");
        alice = loopback.publisher(room, "alice");
        publisher = alice.browser;
        bob = loopback.subscriber(room, "bob");
        viewer = bob.browser;
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    private void watch(VideoLayer layer, String... rids) throws Exception {
        List<TestTrack> encodings =
                browsers.call(() -> publisher.addSimulcast(CAMERA, "stream", rids));
        for (TestTrack encoding : encodings) {
            switch (encoding.rid()) {
                case "f" -> full = encoding;
                case "h" -> half = encoding;
                default -> quarter = encoding;
            }
        }
        alice.negotiate();
        bob.start(List.of(alice.track(CAMERA)), layer);
    }

    @Test
    void mirrorsTheOfferedEncodings() throws Exception {
        browsers.run(() -> publisher.addSimulcast(CAMERA, "stream", "q", "f", "h"));
        String answer =
                alice.answer(
                        browsers.call(publisher::offer), browsers.call(publisher::descriptions));

        assertThat(answer)
                .contains("a=rid:q recv\r\na=rid:f recv\r\na=rid:h recv\r\n")
                .contains("a=simulcast:recv q;f;h\r\n")
                .contains("a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n")
                .contains("a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\r\n");
        assertThat(alice.track(CAMERA).encodings())
                .extracting(encoding -> encoding.rid() + encoding.rank())
                .containsExactly("q1", "h2", "f3");
    }

    @Test
    void sendsOnlyTheLayerThatWasChosen() throws Exception {
        watch(VideoLayer.MEDIUM, "f", "h", "q");
        round(true);
        round(false);
        round(false);

        awaitVideo(5);
        assertThat(video()).allMatch(packet -> half.made(packet.payload()));
        OnStage.assertContinuous(video());
    }

    @Test
    void switchesAtAKeyFrameThatItAskedForWithoutASeam() throws Exception {
        watch(VideoLayer.LOW, "q", "h", "f");
        round(true);
        reports();
        round(false);
        awaitVideo(4);
        int before = full.keyFrameRequests();

        bob.prefer(CAMERA, VideoLayer.HIGH);
        browsers.await("the high layer to be asked", () -> full.keyFrameRequests() > before);
        round(false);
        round(false);
        awaitVideo(6);
        assertThat(video().getLast())
                .as("until then the old one")
                .matches(p -> quarter.made(p.payload()));

        round(true);
        round(false);
        awaitVideo(10);
        List<ReceivedPacket> video = video();
        assertThat(full.made(video.get(6).payload())).isTrue();
        assertThat(video.subList(6, 10)).allMatch(packet -> full.made(packet.payload()));
        OnStage.assertContinuous(video);
        assertThat(video.get(6).timestamp() - video.get(5).timestamp())
                .as("by the sender reports exactly one frame")
                .isEqualTo(3_000);
    }

    @Test
    void repairsWhatWasSentBeforeASwitch() throws Exception {
        watch(VideoLayer.HIGH, "f", "h", "q");
        round(true);
        awaitVideo(3);
        ReceivedPacket lost = video().get(2);
        bob.prefer(CAMERA, VideoLayer.LOW);
        browsers.await("the low layer to be asked", () -> quarter.keyFrameRequests() > 0);
        round(true); // "f" still goes when its key frame comes, and "q" follows
        awaitVideo(9);

        browsers.run(() -> viewer.nack(CAMERA, List.of(lost.sequence())));
        browsers.await("the repair", () -> !viewer.repaired(CAMERA).isEmpty());
        ReceivedPacket again = browsers.call(() -> viewer.repaired(CAMERA).getFirst());
        assertThat(again.payload()).isEqualTo(lost.payload());
        assertThat(again.timestamp()).isEqualTo(lost.timestamp());
        assertThat(again.originalSequence()).isEqualTo(lost.sequence());
    }

    @Test
    void asksForLossesOfEachEncodingAndKnowsItsRepairs() throws Exception {
        watch(VideoLayer.HIGH, "f", "h", "q");
        round(true);
        browsers.run(() -> publisher.losing(packet -> packet[1] < 0)); // with the marker: the last
        round(true);
        browsers.run(() -> publisher.losing(_ -> false));
        round(false);

        awaitVideo(7);
        browsers.await(
                "all to be asked", () -> half.nacked().size() == 1 && quarter.nacked().size() == 1);
        assertThat(alice.track(CAMERA).packetCount()).isEqualTo(21);
        assertThat(video().stream().map(ReceivedPacket::sequence).distinct()).hasSize(7);
    }

    @Test
    void fallsBackWhenThePublisherPausesAnEncodingAndSaysSo() throws Exception {
        watch(VideoLayer.HIGH, "f", "h", "q");
        round(true);
        awaitVideo(3);

        // The browser stops "f": what flows is "h" and "q".
        for (int i = 0; i < 20; i++) {
            frames(false, half, quarter);
        }
        browsers.await("the medium layer to be asked", () -> half.keyFrameRequests() > 0);
        frames(true, half, quarter);
        awaitVideo(6);
        assertThat(half.made(video().getLast().payload())).isTrue();
        browsers.await("the update", () -> bob.layerUpdates.size() == 1);
        assertThat(bob.layerUpdates)
                .containsExactly(
                        new LayerUpdate(CAMERA, VideoLayer.MEDIUM, VideoLayer.HIGH, true, false));

        round(true);
        browsers.await("the restoration", () -> bob.layerUpdates.size() == 2);
        assertThat(bob.layerUpdates.getLast().degraded()).isFalse();
        assertThat(full.made(video().getLast().payload())).isTrue();
        OnStage.assertContinuous(video());
    }

    @Test
    void findsEncodingsByTheirSourceOncePacketsNoLongerSay() throws Exception {
        watch(VideoLayer.HIGH, "f", "h", "q");
        round(true);
        browsers.run(() -> List.of(full, half, quarter).forEach(track -> track.named(false)));
        round(false);
        round(false);

        awaitVideo(5);
        assertThat(alice.track(CAMERA).packetCount()).isEqualTo(15);
    }

    @Test
    void beginsAnewWhenASourceChanges() throws Exception {
        watch(VideoLayer.HIGH, "f", "h", "q");
        round(true);
        awaitVideo(3);
        // Numbers of the new source that would look like repetitions of the old one's.
        browsers.run(() -> full.changeSource(0x9999, full.nextSequence() - 3, 77));
        round(false);
        round(true);
        round(false);

        awaitVideo(7);
        OnStage.assertContinuous(video());
    }

    @Test
    void showsATapTheHighestEncodingThatFlows() throws Exception {
        watch(VideoLayer.LOW, "f", "h", "q");
        var seen = new CopyOnWriteArrayList<Integer>();
        PublishedTrack track = alice.track(CAMERA);
        LoopbackSfu.on(bob.router.loop(), () -> track.addTap(new SourceTap(seen)));
        frames(true, quarter, half, full);
        for (int i = 0; i < 20; i++) {
            frames(false, quarter, half, full);
        }
        browsers.await("the tap", () -> seen.size() >= 23);
        assertThat(seen).as("only the highest").hasSize(23).containsOnly(full.ssrc());

        for (int i = 0; i < 16; i++) {
            frames(false, half, quarter);
        }
        browsers.await("the next best to be asked", () -> half.keyFrameRequests() > 0);
        frames(true, half, quarter);
        frames(false, half, quarter);
        browsers.await("the tap", () -> seen.size() >= 27);
        awaitVideo(23 + 16 + 4);
        assertThat(seen.subList(23, seen.size())).hasSize(4).containsOnly(half.ssrc());
    }

    @Test
    void losesNothingWhenItControlsCongestion() throws Exception {
        browsers.run(viewer::giveFeedback);
        watch(VideoLayer.HIGH, "f", "h", "q");
        for (int i = 0; i < 40; i++) {
            round(i % 10 == 0);
        }

        awaitVideo(4 * 3 + 36);
        OnStage.assertContinuous(video());
        assertThat(LoopbackSfu.on(bob.router.loop(), bob.transport::targetBitrate))
                .isBetween(50_000L, 100_000_000L);
        browsers.await("how well Bob is served", () -> !bob.quality.isEmpty());
        assertThat(bob.quality).extracting(ConnectionQuality::peerId).containsExactly("bob");
        assertThat(bob.quality.getFirst().score()).isBetween(1, 5);
    }

    private void round(boolean key) {
        frames(key, full, half, quarter);
    }

    private void frames(boolean key, TestTrack... encodings) {
        browsers.run(() -> {
            for (TestTrack encoding : encodings) {
                publisher.sendFrame(encoding, key);
            }
        });
    }

    /// Each encoding says what its clock showed half a second into some second.
    private void reports() {
        browsers.run(() -> {
            for (TestTrack encoding : List.of(full, half, quarter)) {
                publisher.sendSenderReport(encoding, HALF);
            }
        });
    }

    private void awaitVideo(int packets) {
        browsers.await(packets + " packets", () -> viewer.received(CAMERA).size() >= packets);
        assertThat(video()).hasSize(packets);
    }

    private List<ReceivedPacket> video() {
        return browsers.call(() -> new ArrayList<>(viewer.received(CAMERA)));
    }

    private record SourceTap(List<Integer> ssrcs) implements PacketTap {
        @Override
        public void onRtp(byte[] packet, int offset, int length, long arrivalNanos) {
            var view = new RtpPacket();
            view.wrap(packet, offset, length);
            ssrcs.add(view.ssrc());
        }

        @Override
        public void onSenderReport(long ntpTime, long rtpTimestamp, long arrivalNanos) {}

        @Override
        public void onTrackEnded() {}
    }
}
