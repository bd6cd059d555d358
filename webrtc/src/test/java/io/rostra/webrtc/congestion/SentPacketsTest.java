package io.rostra.webrtc.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtcp.TransportCc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentPacketsTest {

    private static final int LOST = TransportCc.NOT_RECEIVED;

    private final SentPackets sent = new SentPackets();
    private final List<String> fates = new ArrayList<>();
    private final SentPackets.Visitor visitor =
            new SentPackets.Visitor() {
                @Override
                public void onArrived(long sentAt, long arrivedAt, int bytes, int probe) {
                    fates.add(sentAt + "@" + arrivedAt / TransportCc.TICK_NANOS);
                }

                @Override
                public void onLost(boolean again) {
                    fates.add(again ? "found" : "lost");
                }
            };

    @Test
    void tellsEachFateOnce() {
        send(4);
        feedback(0, 1, 0, LOST, 8);
        feedback(0, 1, 0, LOST, 8);
        assertThat(fates).containsExactly("0@0", "lost", "2@8");

        fates.clear();
        feedback(1, 1, 4, 4, 4);
        assertThat(fates).as("reordered").containsExactly("found", "1@4", "3@12");
    }

    @Test
    void knowsOnlyWhatItSent() {
        send(2);
        feedback(2, 1, 0, 0, 0);
        feedback(60_000, 1, 0, 0);
        assertThat(fates).isEmpty();
    }

    @Test
    void forgetsTheOldest() {
        send(5_000);
        feedback(0, 1, 0);
        assertThat(fates).isEmpty();
        feedback(4_999, 1, 0);
        assertThat(fates).containsExactly("4999@0");
    }

    @Test
    void followsNumbersAndTimesOverTheirWraps() {
        send(65_530);
        feedback(65_529, 0xFF_FFFF, 0);
        for (int i = 0; i < 10; i++) {
            sent.onSending(1, 0, 65_530 + i);
        }
        feedback(65_535, 0, 0, 10);
        assertThat(fates).containsExactly("65529@0", "65535@256", "65536@266");
    }

    private void send(int packets) {
        for (int i = 0; i < packets; i++) {
            assertThat(sent.onSending(100, 0, i)).isEqualTo(i & 0xFFFF);
        }
    }

    private void feedback(int base, int reference, int... deltas) {
        sent.onFeedback(new TransportCc(1, 2, base, reference, 0, deltas), visitor);
    }
}
