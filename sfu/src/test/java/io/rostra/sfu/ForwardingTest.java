package io.rostra.sfu;

import static io.rostra.sfu.OnStage.CAMERA;
import static io.rostra.sfu.OnStage.MICROPHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtcp.SenderReport;
import io.rostra.sfu.browser.LossyLine;
import io.rostra.sfu.browser.ReceivedPacket;
import io.rostra.sfu.net.DropReason;
import io.rostra.sfu.publish.PacketTap;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.subscribe.VideoLayer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Packets on their way from a publisher to a subscriber.
class ForwardingTest {

    @Test
    void numbersPacketsContinuouslyUnderTheOfferedSource() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.browsers.run(() -> {
                stage.camera.continueAt(65_530, -50_000); // both wrap
                stage.publisher.sendFrame(stage.camera, true);
                for (int i = 0; i < 30; i++) {
                    stage.publisher.sendFrame(stage.camera, false);
                    stage.publisher.sendFrame(stage.microphone, false);
                }
            });

            stage.awaitPackets(CAMERA, 33);
            stage.awaitPackets(MICROPHONE, 30);
            OnStage.assertContinuous(stage.video());
            OnStage.assertContinuous(stage.audio());
            assertThat(OnStage.contents(stage.video())).doesNotHaveDuplicates();
            assertThat(stage.video().getFirst().beginsKeyFrame()).isTrue();
            assertThat(stage.video()).allMatch(packet -> packet.payloadType() == 102);
            assertThat(stage.audio()).allMatch(packet -> packet.payloadType() == 111);
            assertThat(stage.audio())
                    .as("voice at -30 dBov, as published")
                    .allMatch(packet -> packet.audioLevel() == (0x80 | 30));
            stage.browsers.run(() -> assertThat(stage.viewer.unknownPackets()).isZero());
        }
    }

    @Test
    void beginsAtAKeyFrameThatItAskedFor() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.NONE)) {
            stage.sendKeyFrame();
            stage.sendFrames(3);
            stage.settle();
            assertThat(stage.video()).as("nothing was wanted").isEmpty();
            int asked = stage.browsers.call(stage.camera::keyFrameRequests);
            assertThat(asked).isZero();

            stage.bob.prefer(CAMERA, VideoLayer.HIGH);
            stage.browsers.await("a PLI", () -> stage.camera.keyFrameRequests() == 1);
            stage.sendFrames(3);
            stage.settle();
            assertThat(stage.video()).as("no use without a key frame").isEmpty();

            stage.sendKeyFrame();
            stage.sendFrames(2);
            stage.awaitPackets(CAMERA, 5);
            assertThat(stage.video().getFirst().beginsKeyFrame()).isTrue();
        }
    }

    @Test
    void asksAgainWhileNoKeyFrameComes() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendFrames(1); // the server knows the source only now
            stage.browsers.await("three PLIs", () -> stage.camera.keyFrameRequests() >= 3);

            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
        }
    }

    @Test
    void doesNotBeginAtARecoveredKeyFrame() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendFrames(1);
            int first = stage.browsers.call(stage.camera::nextSequence);
            stage.browsers.run(() -> {
                // Parameter sets and the first part of the picture.
                stage.publisher.losing(packet -> sequence(packet) <= first + 1);
                stage.publisher.sendFrame(stage.camera, true);
                stage.publisher.losing(_ -> false);
                stage.publisher.sendFrame(stage.camera, false);
            });
            stage.browsers.await("a NACK", () -> stage.camera.nacked().contains(first));
            stage.settle();

            // The rest of that frame came before its beginning and was not forwarded.
            assertThat(stage.video()).isEmpty();
            stage.sendKeyFrame();
            stage.sendFrames(1);
            stage.awaitPackets(CAMERA, 4);
            OnStage.assertContinuous(stage.video());
        }
    }

    @Test
    void passesAKeyFrameRequestOn() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendFrames(1);
            stage.browsers.await("the first PLI", () -> stage.camera.keyFrameRequests() > 0);
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
            int before = stage.browsers.call(stage.camera::keyFrameRequests);

            stage.browsers.run(() -> {
                for (int i = 0; i < 20; i++) {
                    stage.viewer.requestKeyFrame(CAMERA);
                }
            });
            stage.browsers.await("a PLI", () -> stage.camera.keyFrameRequests() > before);
            stage.settle();

            stage.browsers.run(
                    () -> assertThat(stage.camera.keyFrameRequests()).isLessThan(before + 3));
        }
    }

    @Test
    void goesOnAfterAPauseWithoutAGap() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.sendFrames(5);
            stage.awaitPackets(CAMERA, 8);

            stage.bob.prefer(CAMERA, VideoLayer.NONE);
            stage.sendFrames(40);
            stage.settle();
            assertThat(stage.video()).hasSize(8);

            stage.bob.prefer(CAMERA, VideoLayer.HIGH);
            stage.sendKeyFrame();
            stage.sendFrames(5);
            stage.awaitPackets(CAMERA, 16);
            OnStage.assertContinuous(stage.video());
            ReceivedPacket last = stage.video().get(7);
            ReceivedPacket next = stage.video().get(8);
            assertThat(next.beginsKeyFrame()).isTrue();
            double seconds = (next.arrivalNanos() - last.arrivalNanos()) / 1e9;
            assertThat((next.timestamp() - last.timestamp()) / 90_000.0)
                    .as("media time passed like real time")
                    .isBetween(seconds / 2, seconds * 2 + 0.05);
        }
    }

    @Test
    void pausesAudio() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.NONE)) {
            stage.sendAudio(3);
            stage.awaitPackets(MICROPHONE, 3);

            LoopbackSfu.on(
                    stage.room.loop(), () -> stage.bob.transport.preferAudio(MICROPHONE, false));
            stage.sendAudio(5);
            LoopbackSfu.on(
                    stage.room.loop(), () -> stage.bob.transport.preferAudio(MICROPHONE, true));
            stage.sendAudio(3);

            stage.browsers.await(
                    "audio to go on", () -> stage.viewer.received(MICROPHONE).size() >= 6);
            OnStage.assertContinuous(stage.audio());
        }
    }

    @Test
    void rewritesSenderReports() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
            stage.bob.prefer(CAMERA, VideoLayer.NONE);
            stage.sendFrames(10);
            stage.settle();
            stage.bob.prefer(CAMERA, VideoLayer.HIGH);
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 6);
            long ntp = 0xE8F0_1234_8000_0000L;

            stage.browsers.run(() -> stage.publisher.sendSenderReport(stage.camera, ntp));

            stage.browsers.await("an SR", () -> !stage.viewer.senderReports(CAMERA).isEmpty());
            SenderReport report =
                    stage.browsers.call(() -> stage.viewer.senderReports(CAMERA).getFirst());
            assertThat(report.ssrc()).isEqualTo(stage.viewer.ssrc(CAMERA));
            assertThat(report.ntpTime()).isEqualTo(ntp);
            assertThat(report.rtpTimestamp() - stage.video().getLast().timestamp())
                    .as("one frame after the last, on the subscriber's clock")
                    .isEqualTo(3_000);
            assertThat(report.packetCount()).isEqualTo(6);
            assertThat(report.octetCount())
                    .isEqualTo(stage.video().stream().mapToInt(p -> p.payload().length).sum());
        }
    }

    @Test
    void leavesNoGapForPaddingAndSendsNothingTwice() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            int key = stage.camera.nextSequence() - 1;
            stage.browsers.run(() -> {
                stage.publisher.sendPadding(stage.camera);
                stage.publisher.resend(stage.camera, key, true);
                stage.publisher.resend(stage.camera, key - 1, true);
                stage.publisher.sendFrame(stage.camera, false);
            });
            stage.settle();

            OnStage.assertContinuous(stage.video());
            assertThat(stage.video().stream().filter(p -> p.payload().length > 0)).hasSize(4);
            assertThat(OnStage.contents(stage.video())).doesNotHaveDuplicates();
            assertThat(stage.loopback.sfu.drops().total(DropReason.DUPLICATE)).isEqualTo(2);
        }
    }

    @Test
    void learnsSourcesByTheMidExtension() throws Exception {
        try (var stage = new OnStage()) {
            stage.browsers.run(() -> stage.publisher.namesSources(false));
            stage.alice.negotiate();
            stage.bob.start(
                    List.of(stage.published(CAMERA), stage.published(MICROPHONE)), VideoLayer.HIGH);

            stage.sendKeyFrame();
            stage.sendAudio(2);

            stage.awaitPackets(CAMERA, 3);
            stage.awaitPackets(MICROPHONE, 2);
        }
    }

    @Test
    void showsATapEachPacketOnce() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.NONE)) {
            var seen = new CopyOnWriteArrayList<String>();
            PublishedTrack camera = stage.published(CAMERA);
            LoopbackSfu.on(stage.room.loop(), () -> camera.addTap(new ListingTap(seen)));
            int first = stage.camera.nextSequence();
            stage.sendKeyFrame();
            stage.browsers.run(() -> {
                stage.publisher.sendPadding(stage.camera);
                stage.publisher.resend(stage.camera, first, true);
                stage.publisher.sendSenderReport(stage.camera, 7);
            });
            stage.settle();
            stage.alice.close();

            assertThat(seen)
                    .containsExactly(
                            "rtp " + first,
                            "rtp " + (first + 1),
                            "rtp " + (first + 2),
                            "rtp " + (first + 3),
                            "report 7",
                            "ended");
        }
    }

    @Test
    void deliversEverythingOnceOverABadUplink() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
            stage.browsers.run(() -> {
                stage.publisher
                        .browser()
                        .outgoing(new LossyLine(21).loss(0.05).duplication(0.05).reordering(0.1));
                stage.publisher.browser().incoming(new LossyLine(22).loss(0.05));
            });
            for (int i = 0; i < 40; i++) {
                stage.sendFrames(10);
            }
            stage.browsers.run(() -> stage.publisher.browser().outgoing(new LossyLine(23)));
            stage.sendFrames(1);

            stage.awaitPackets(CAMERA, 404);
            assertThat(OnStage.contents(stage.video())).doesNotHaveDuplicates();
            assertThat(stage.video().stream().map(ReceivedPacket::sequence))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void tellsThePublisherWhatArrived() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.NONE)) {
            stage.browsers.run(() -> {
                stage.publisher.repairs(false);
                stage.publisher.losing(packet -> sequence(packet) % 4 == 3);
            });
            stage.sendFrames(40);
            stage.browsers.await(
                    "transport-wide feedback",
                    () -> {
                        stage.publisher.sendFrame(stage.camera, false);
                        return !stage.publisher.transportFeedback().isEmpty();
                    });
            stage.browsers.await(
                    "a receiver report with loss",
                    () ->
                            stage.publisher.reports().stream()
                                    .flatMap(report -> report.reports().stream())
                                    .anyMatch(block ->
                                            block.ssrc() == stage.camera.ssrc()
                                                    && block.fractionLost() > 50
                                                    && block.fractionLost() < 75));
            stage.browsers.run(() -> {
                var feedback = stage.publisher.transportFeedback().getFirst();
                assertThat((feedback.baseSequenceNumber() - 65_500) & 0xFFFF)
                        .as("the browser's first probes stay unanswered")
                        .isBetween(40, 5_000);
                assertThat(feedback.mediaSsrc()).isEqualTo(stage.camera.ssrc());
            });
        }
    }

    @Test
    void carriesTextBothWays() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.NONE)) {
            stage.browsers.await("the channel", () -> stage.viewer.browser().channelOpen());
            LoopbackSfu.on(
                    stage.room.loop(), () -> stage.bob.transport.sendMessage("to the browser"));
            stage.browsers.run(() -> stage.viewer.browser().sendMessage("to the server"));

            stage.browsers.await("the text", () -> !stage.viewer.messages().isEmpty());
            stage.browsers.await("the answer", () -> !stage.bob.messages.isEmpty());
            assertThat(stage.viewer.messages()).containsExactly("to the browser");
            assertThat(stage.bob.messages).containsExactly("to the server");
        }
    }

    static int sequence(byte[] packet) {
        return (packet[2] & 0xFF) << 8 | packet[3] & 0xFF;
    }

    private record ListingTap(List<String> seen) implements PacketTap {
        @Override
        public void onRtp(byte[] packet, int offset, int length, long arrivalNanos) {
            seen.add("rtp " + ((packet[offset + 2] & 0xFF) << 8 | packet[offset + 3] & 0xFF));
        }

        @Override
        public void onSenderReport(long ntpTime, long rtpTimestamp, long arrivalNanos) {
            seen.add("report " + ntpTime);
        }

        @Override
        public void onTrackEnded() {
            seen.add("ended");
        }
    }
}
