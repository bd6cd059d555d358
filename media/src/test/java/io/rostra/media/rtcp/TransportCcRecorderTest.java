package io.rostra.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TransportCcRecorderTest {
    private static final long MILLI = 1_000_000;
    private static final int LOST = TransportCc.NOT_RECEIVED;

    private final TransportCcRecorder recorder = new TransportCcRecorder();

    @Test
    void hasNothingToSayWithoutPackets() {
        assertThat(recorder.build(1, 2)).isNull();
        recorder.onPacket(7, 0);
        assertThat(recorder.build(1, 2)).isNotNull();
        assertThat(recorder.build(1, 2)).isNull();
    }

    @Test
    void reportsArrivalsAndLossesAcrossTheWrap() {
        recorder.onPacket(65534, 130 * MILLI);
        recorder.onPacket(65535, 131 * MILLI);
        recorder.onPacket(1, 140 * MILLI);

        TransportCc feedback = build();

        assertThat(feedback.senderSsrc()).isEqualTo(1);
        assertThat(feedback.mediaSsrc()).isEqualTo(2);
        assertThat(feedback.baseSequenceNumber()).isEqualTo(65534);
        assertThat(feedback.referenceTime()).isEqualTo(2);
        assertThat(feedback.feedbackCount()).isZero();
        assertThat(feedback.deltas()).containsExactly(8, 4, LOST, 36);
    }

    @Test
    void nextFeedbackStartsWithTheLossesInBetween() {
        recorder.onPacket(10, 0);
        build();
        recorder.onPacket(13, 64 * MILLI);

        TransportCc feedback = build();

        assertThat(feedback.baseSequenceNumber()).isEqualTo(11);
        assertThat(feedback.feedbackCount()).isEqualTo(1);
        assertThat(feedback.referenceTime()).isEqualTo(1);
        assertThat(feedback.deltas()).containsExactly(LOST, LOST, 0);
    }

    @Test
    void whatWasForgottenIsNeitherReportedNorLost() {
        recorder.onPacket(10, 0);
        build();
        recorder.onPacket(12, MILLI);
        recorder.forget();
        recorder.onPacket(20, 64 * MILLI);

        TransportCc feedback = build();

        assertThat(feedback.baseSequenceNumber()).isEqualTo(20);
        assertThat(feedback.feedbackCount()).as("counted on").isEqualTo(1);
        assertThat(feedback.deltas()).containsExactly(0);
    }

    @Test
    void reportsALatePacketAgainWithWhatFollowed() {
        recorder.onPacket(10, 0);
        recorder.onPacket(12, MILLI);
        build();
        recorder.onPacket(11, 3 * MILLI);

        TransportCc feedback = build();

        assertThat(feedback.baseSequenceNumber()).isEqualTo(11);
        assertThat(feedback.deltas()).containsExactly(12, -8);
        assertThat(recorder.build(1, 2)).isNull();
    }

    @Test
    void theFirstArrivalOfADuplicateCounts() {
        recorder.onPacket(10, 0);
        recorder.onPacket(10, 5 * MILLI);
        assertThat(build().deltas()).containsExactly(0);
        recorder.onPacket(10, 9 * MILLI);
        assertThat(recorder.build(1, 2)).isNull();
    }

    @Test
    void splitsWhereADeltaDoesNotFit() {
        recorder.onPacket(1, 0);
        recorder.onPacket(2, 9_000 * MILLI);

        assertThat(build().deltas()).containsExactly(0);
        TransportCc second = build();
        assertThat(second.baseSequenceNumber()).isEqualTo(2);
        assertThat(second.referenceTime()).isEqualTo(140);
        assertThat(second.deltas()).containsExactly(160);
    }

    @Test
    void splitsLongReportsIntoDatagrams() {
        for (int i = 0; i < 900; i++) {
            recorder.onPacket(i, i * MILLI);
        }

        assertThat(build().packetCount()).isEqualTo(400);
        assertThat(build().baseSequenceNumber()).isEqualTo(400);
        assertThat(build().packetCount()).isEqualTo(100);
        assertThat(recorder.build(1, 2)).isNull();
    }

    @Test
    void survivesAJumpOfTheSequence() {
        recorder.onPacket(10, 0);
        build();
        recorder.onPacket(20_000, 64 * MILLI);

        TransportCc feedback = build();

        assertThat(feedback.baseSequenceNumber()).isEqualTo(20_000);
        assertThat(feedback.deltas()).containsExactly(0);
    }

    @Test
    void acceptsAClockBelowZero() {
        recorder.onPacket(1, -MILLI);
        recorder.onPacket(2, 0);

        TransportCc feedback = build();

        assertThat(feedback.referenceTime()).isEqualTo(0xFF_FFFF);
        assertThat(feedback.deltas()).containsExactly(252, 4);
    }

    /// A lossy, reordering link: what all feedback together says is what arrived, and when.
    @Test
    void tellsTheTruthOverALossyLink() {
        Random random = new Random(7);
        TreeMap<Integer, Long> expected = new TreeMap<>();
        TreeMap<Integer, Long> told = new TreeMap<>();
        long now = 1_000_000 * MILLI;
        int sent = 0;
        int held = -1;
        for (int round = 0; round < 200; round++) {
            for (int i = random.nextInt(60); i >= 0; i--) {
                now += random.nextInt(3_000_000);
                int sequence = sent++;
                if (random.nextInt(10) == 0) {
                    continue;
                }
                if (held < 0 && random.nextInt(10) == 0) {
                    held = sequence;
                    continue;
                }
                arrive(sequence, now, expected);
                if (held >= 0 && random.nextInt(5) == 0) {
                    arrive(held, now, expected);
                    held = -1;
                }
            }
            for (TransportCc next = recorder.build(1, 2); next != null; ) {
                int base = next.baseSequenceNumber();
                int unwrap = sent - (sent - base & 0xFFFF) - base;
                next.forEach((number, received, ticks) -> {
                    if (received) {
                        int wrapped = number < base ? 65536 : 0;
                        told.put(number + unwrap + wrapped, ticks);
                    }
                });
                next = recorder.build(1, 2);
            }
        }
        assertThat(told).isEqualTo(expected);
    }

    private void arrive(int sequence, long now, TreeMap<Integer, Long> expected) {
        recorder.onPacket(sequence & 0xFFFF, now);
        expected.put(sequence, now / TransportCc.TICK_NANOS);
    }

    private TransportCc build() {
        TransportCc feedback = recorder.build(1, 2);
        assertNotNull(feedback);
        return feedback;
    }
}
