package io.rostra.sfu.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.publish.SimulatedPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final long MILLI = 1_000_000;
    private static final int PACKET = 1_000;

    private long now = -3_000 * MILLI;
    private final List<Long> sent = new ArrayList<>();
    private final Pacer pacer =
            new Pacer(
                    (track, number, retransmission, time) -> {
                        sent.add(number);
                        return PACKET;
                    },
                    now);
    private final DownTrack track =
            new Downlink(new NarrowLink(1, 1, now), new MediaCounters(), new Random(1), now)
                    .add(new SimulatedPublisher("a", now, 1, 1, 1).video(), VideoLayer.HIGH);

    @Test
    void letsABurstGoAndSpreadsTheRest() {
        pacer.rate(400_000); // of which 2.5 times: 125 bytes each millisecond
        now += 1_000 * MILLI;
        int atOnce = 0;
        while (pacer.mayGo(PACKET, now)) {
            atOnce++;
        }
        assertThat(atOnce).isBetween(6, 7);

        for (long number = 0; number < 50; number++) {
            assertThat(pacer.mayGo(PACKET, now)).as("not past those that wait").isFalse();
            assertThat(pacer.enqueue(track, number, false, PACKET)).isTrue();
        }
        for (int i = 0; i < 20; i++) {
            now += 10 * MILLI;
            pacer.onTick(now);
        }
        assertThat(sent.size()).as("1250 bytes in 10 ms").isBetween(24, 27);
        assertThat(sent).isSorted();
        assertThat(pacer.waiting()).isEqualTo(50 - sent.size());
    }

    @Test
    void exceedsTheRateRatherThanLetPacketsGetOld() {
        pacer.rate(50_000);
        for (long number = 0; number < 500; number++) {
            pacer.enqueue(track, number, false, PACKET);
        }
        for (int i = 0; i < 500; i++) {
            now += 10 * MILLI;
            pacer.onTick(now);
        }
        assertThat(sent.size()).as("within five seconds").isGreaterThan(480);
    }

    @Test
    void holdsNoMoreThanItHasRoomFor() {
        for (long number = 0; number < 512; number++) {
            assertThat(pacer.enqueue(track, number, false, PACKET)).isTrue();
        }
        assertThat(pacer.enqueue(track, 512, false, PACKET)).isFalse();
        assertThat(pacer.waiting()).isEqualTo(512);
    }
}
