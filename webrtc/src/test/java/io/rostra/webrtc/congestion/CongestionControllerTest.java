package io.rostra.webrtc.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtcp.TransportCc;
import io.rostra.media.rtcp.TransportCcRecorder;
import io.rostra.webrtc.net.SimulatedNetwork;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A sender of as much as the controller allows, over a simulated path; time runs by itself.
class CongestionControllerTest {

    /// How far the receiver's clock is ahead, nanoseconds.
    private static final long RECEIVER_CLOCK = 77_000_000_000L;

    private static final long STEP = Duration.ofMillis(1).toNanos();
    private static final int PACKET = 1_000;
    private static final int PADDING = 250;

    private SimulatedNetwork path = new SimulatedNetwork(1);
    private final TransportCcRecorder recorder = new TransportCcRecorder();
    private long now = -5_000_000_000L;
    private final CongestionController controller = new CongestionController(1_000_000, now);
    private long demand = 3_000_000;
    private double budget;
    private long slowest;
    private boolean answering = true;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void settlesBelowWhatTheLinkCarriesWithoutFillingItsQueue(long seed) {
        path = new SimulatedNetwork(seed).rate(500_000, 100_000).jitter(Duration.ofMillis(4));
        run(Duration.ofSeconds(5));
        slowest = 0;
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (int i = 0; i < 200; i++) {
            run(Duration.ofMillis(100));
            lowest = Math.min(lowest, controller.targetBitrate());
            highest = Math.max(highest, controller.targetBitrate());
        }
        assertThat(lowest).isGreaterThan(280_000);
        assertThat(highest).isLessThan(700_000);
        assertThat(slowest).as("one-way delay").isLessThan(Duration.ofMillis(320).toNanos());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void givesWayAtOnceAndClimbsBackWithinTenSeconds(long seed) {
        path = new SimulatedNetwork(seed).rate(5_000_000, 100_000).jitter(Duration.ofMillis(2));
        run(Duration.ofSeconds(10));
        assertThat(controller.targetBitrate()).isGreaterThan(2_500_000);

        path.rate(500_000, 100_000);
        run(Duration.ofMillis(1_500));
        assertThat(controller.targetBitrate()).isLessThan(700_000);
        run(Duration.ofSeconds(20));

        path.rate(5_000_000, 100_000);
        run(Duration.ofSeconds(10));
        assertThat(controller.targetBitrate()).isGreaterThan(2_500_000);
    }

    @Test
    void doesNotMindTheLossOfARadio() {
        path = new SimulatedNetwork(7).loss(0.015);
        run(Duration.ofSeconds(15));
        assertThat(controller.targetBitrate()).isGreaterThan(2_500_000);
    }

    @Test
    void givesWayToHeavyLossWithoutDelay() {
        path = new SimulatedNetwork(7);
        run(Duration.ofSeconds(10));
        assertThat(controller.targetBitrate()).isGreaterThan(2_500_000);
        path.loss(0.3);
        run(Duration.ofSeconds(5));
        assertThat(controller.targetBitrate()).isLessThan(1_000_000);
        assertThat(controller.lossFraction()).isBetween(0.15, 0.45);
    }

    @Test
    void givesWayWhenNothingComesBack() {
        run(Duration.ofSeconds(10));
        long before = controller.targetBitrate();
        answering = false;
        run(Duration.ofSeconds(5));
        assertThat(controller.targetBitrate()).isLessThan(before / 4);
        answering = true;
        run(Duration.ofSeconds(10));
        assertThat(controller.targetBitrate()).isGreaterThan(before / 2);
    }

    @Test
    void neitherProbesNorGrowsBeyondWhatIsWanted() {
        demand = 300_000;
        run(Duration.ofSeconds(1));
        long sentBytes = path.sent();
        run(Duration.ofSeconds(5));
        assertThat(path.sent() - sentBytes).as("packets, no probes among them").isLessThan(200);
    }

    @Test
    void survivesFeedbackThatMakesNoSense() {
        run(Duration.ofSeconds(2));
        var random = new java.util.Random(3);
        for (int i = 0; i < 2_000; i++) {
            int[] deltas = random.ints(1 + random.nextInt(50), -32_768, 32_767).toArray();
            controller.onFeedback(
                    new TransportCc(
                            1, 2, random.nextInt(65_536), random.nextInt(1 << 24), 3, deltas),
                    now);
            now += STEP;
            assertThat(controller.targetBitrate())
                    .isBetween(CongestionController.MIN_BITRATE, CongestionController.MAX_BITRATE);
        }
    }

    private void run(Duration time) {
        long end = now + time.toNanos();
        while (now < end) {
            now += STEP;
            long millis = now / STEP;
            deliver();
            if (millis % 10 == 0) {
                controller.onTick(now);
                controller.wanted(demand);
                sendMedia();
                sendProbe();
            }
            if (millis % 50 == 0 && answering) {
                answer();
            }
        }
    }

    private void sendMedia() {
        budget += Math.min(demand, controller.targetBitrate()) / 8.0 / 100;
        while (budget >= PACKET) {
            budget -= PACKET;
            send(controller.onSending(PACKET, now), PACKET);
        }
    }

    private void sendProbe() {
        for (int left = controller.pollProbe(now); left > 0; left -= PADDING) {
            send(controller.onSendingProbe(PADDING, now), PADDING);
        }
    }

    private void send(int number, int bytes) {
        byte[] packet = ByteBuffer.allocate(bytes).putInt(number).putLong(now).array();
        path.send(SimulatedNetwork.End.A, packet, now);
    }

    private void deliver() {
        SimulatedNetwork.Delivery delivery;
        while ((delivery = path.poll(now)) != null) {
            ByteBuffer packet = ByteBuffer.wrap(delivery.packet());
            recorder.onPacket(packet.getInt(), now + RECEIVER_CLOCK);
            slowest = Math.max(slowest, now - packet.getLong());
        }
    }

    private void answer() {
        TransportCc feedback;
        while ((feedback = recorder.build(1, 2)) != null) {
            controller.onFeedback(feedback, now);
        }
    }
}
