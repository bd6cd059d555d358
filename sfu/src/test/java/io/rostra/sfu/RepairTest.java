package io.rostra.sfu;

import static io.rostra.sfu.OnStage.CAMERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.browser.ReceivedPacket;
import io.rostra.sfu.subscribe.VideoLayer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Loss on either side of the server.
class RepairTest {

    @Test
    void answersASubscribersNackWithRetransmission() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.sendFrames(10);
            stage.awaitPackets(CAMERA, 13);
            ReceivedPacket lost = stage.video().get(6);

            stage.browsers.run(() -> stage.viewer.nack(CAMERA, List.of(lost.sequence())));

            ReceivedPacket again = repaired(stage, 1).getFirst();
            assertThat(again.originalSequence()).isEqualTo(lost.sequence());
            assertThat(again.payload()).isEqualTo(lost.payload());
            assertThat(again.timestamp()).isEqualTo(lost.timestamp());
            assertThat(again.marker()).isEqualTo(lost.marker());
            assertThat(again.payloadType()).isEqualTo(103);
        }
    }

    @Test
    void numbersRetransmissionsOnTheirOwn() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.sendFrames(10);
            stage.awaitPackets(CAMERA, 13);
            List<Integer> some =
                    stage.video().subList(2, 7).stream().map(ReceivedPacket::sequence).toList();

            stage.browsers.run(() -> stage.viewer.nack(CAMERA, some));

            List<ReceivedPacket> again = repaired(stage, 5);
            assertThat(again).extracting(ReceivedPacket::originalSequence).isEqualTo(some);
            OnStage.assertContinuous(again);
        }
    }

    @Test
    void repairsWhatWasLostBeforeAPauseAsItWas() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.sendFrames(5);
            stage.awaitPackets(CAMERA, 8);
            ReceivedPacket last = stage.video().getLast();
            stage.bob.prefer(CAMERA, VideoLayer.NONE);
            stage.sendFrames(30);
            stage.settle();
            stage.bob.prefer(CAMERA, VideoLayer.HIGH);
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 11);

            // Only now does the browser see that the last packet before the pause is missing.
            stage.browsers.run(() -> stage.viewer.nack(CAMERA, List.of(last.sequence())));

            ReceivedPacket again = repaired(stage, 1).getFirst();
            assertThat(again.payload()).isEqualTo(last.payload());
            assertThat(again.timestamp()).isEqualTo(last.timestamp());
        }
    }

    @Test
    void ignoresNacksForWhatItNeverSent() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
            int first = stage.video().getFirst().sequence();
            int last = stage.video().getLast().sequence();
            List<Integer> never = new ArrayList<>();
            for (int i = 1; i < 3_000; i += 7) {
                never.add(first - i & 0xFFFF);
                never.add(last + i & 0xFFFF);
            }

            stage.browsers.run(() -> {
                for (int from = 0; from < never.size(); from += 100) {
                    int to = Math.min(never.size(), from + 100);
                    stage.viewer.nack(CAMERA, never.subList(from, to));
                }
                stage.viewer.nack(CAMERA, List.of(last));
            });

            assertThat(repaired(stage, 1))
                    .extracting(ReceivedPacket::originalSequence)
                    .containsExactly(last);
        }
    }

    @Test
    void doesNotResendWithoutEnd() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.sendFrames(5);
            stage.awaitPackets(CAMERA, 8);
            List<Integer> greedy = new ArrayList<>();
            for (int i = 0; i < 280; i++) {
                greedy.add(stage.video().get(4).sequence());
            }

            stage.browsers.run(() -> {
                for (int i = 0; i < 20; i++) {
                    stage.viewer.nack(CAMERA, greedy);
                }
            });
            stage.settle();

            // 5,600 were asked for, in a window of time or two.
            stage.browsers.run(
                    () -> assertThat(stage.viewer.repaired(CAMERA)).hasSizeBetween(100, 1_000));
            int before = stage.browsers.call(() -> stage.viewer.repaired(CAMERA).size());
            stage.browsers.await(
                    "the next window",
                    () -> {
                        stage.viewer.nack(CAMERA, greedy.subList(0, 1));
                        return stage.viewer.repaired(CAMERA).size() > before;
                    });
        }
    }

    @Test
    void asksThePublisherForWhatIsMissingAndForwardsItLate() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
            stage.browsers.run(
                    () -> stage.publisher.losing(p -> ForwardingTest.sequence(p) % 5 == 0));
            stage.sendFrames(20);
            stage.browsers.run(() -> stage.publisher.losing(_ -> false));
            stage.sendFrames(1);

            stage.awaitPackets(CAMERA, 24);
            List<Integer> numbers =
                    stage.video().stream().map(ReceivedPacket::sequence).sorted().toList();
            for (int i = 1; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
            }
            assertThat(OnStage.contents(stage.video())).doesNotHaveDuplicates();
            stage.browsers.run(() -> assertThat(stage.viewer.repaired(CAMERA)).isEmpty());
        }
    }

    @Test
    void asksForAKeyFrameWhenItGivesUp() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
            int lost = stage.browsers.call(stage.camera::nextSequence);
            int before = stage.browsers.call(stage.camera::keyFrameRequests);
            stage.browsers.run(() -> {
                stage.publisher.repairs(false);
                stage.publisher.losing(packet -> ForwardingTest.sequence(packet) == lost);
            });
            stage.sendFrames(3);

            stage.browsers.await("a PLI", () -> stage.camera.keyFrameRequests() > before);
            stage.browsers.run(() -> {
                assertThat(stage.camera.nacked()).hasSize(10).containsOnly(lost);
            });
        }
    }

    @Test
    void doesNotAskForLostAudio() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.NONE)) {
            stage.browsers.run(
                    () -> stage.publisher.losing(p -> ForwardingTest.sequence(p) % 3 == 0));
            stage.sendAudio(30);
            stage.sendKeyFrame();
            stage.browsers.run(() -> stage.publisher.losing(_ -> false));
            stage.sendFrames(3);
            stage.browsers.await("a NACK for video", () -> !stage.camera.nacked().isEmpty());

            stage.browsers.run(() -> assertThat(stage.microphone.nacked()).isEmpty());
        }
    }

    private static List<ReceivedPacket> repaired(OnStage stage, int count) {
        stage.browsers.await(
                count + " repaired packets", () -> stage.viewer.repaired(CAMERA).size() >= count);
        stage.settle();
        List<ReceivedPacket> packets =
                stage.browsers.call(() -> List.copyOf(stage.viewer.repaired(CAMERA)));
        assertThat(packets).hasSize(count);
        return packets;
    }
}
