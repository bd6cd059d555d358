package io.rostra.streaming.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReorderBufferTest {
    private static final long MILLI = 1_000_000;

    /// Sequence numbers as they came out, -1 for a loss.
    private final List<Integer> out = new ArrayList<>();

    private final ReorderBuffer buffer =
            new ReorderBuffer(
                    200 * MILLI,
                    new ReorderBuffer.Output() {
                        @Override
                        public void onPacket(RtpPacket packet, long arrivalNanos) {
                            assertThat(packet.payloadLength()).isEqualTo(3);
                            out.add(packet.sequenceNumber());
                        }

                        @Override
                        public void onLoss() {
                            out.add(-1);
                        }
                    });

    @Test
    void passesPacketsInOrderAcrossTheWrap() {
        push(0, 65_534, 65_535, 0, 1);
        assertThat(out).containsExactly(65_534, 65_535, 0, 1);
    }

    @Test
    void waitsForALatePacketAndSortsItIn() {
        push(0, 10, 12, 13);
        buffer.poll(199 * MILLI);
        assertThat(out).containsExactly(10);
        push(199, 11);
        assertThat(out).containsExactly(10, 11, 12, 13);
    }

    @Test
    void givesUpAHoleAfterAWhile() {
        push(0, 10, 12, 13);
        push(100, 15);
        buffer.poll(201 * MILLI);
        assertThat(out).containsExactly(10, -1, 12, 13);
        buffer.poll(299 * MILLI);
        assertThat(out).containsExactly(10, -1, 12, 13);
        buffer.poll(301 * MILLI);
        push(302, 11, 14, 16);
        assertThat(out).containsExactly(10, -1, 12, 13, -1, 15, 16);
    }

    @Test
    void dropsRepeatedPackets() {
        push(0, 10, 11, 11, 10, 13, 13, 12, 13);
        assertThat(out).containsExactly(10, 11, 12, 13);
    }

    @Test
    void startsAgainAfterAJump() {
        push(0, 10, 12, 5000, 5001);
        assertThat(out).containsExactly(10, -1, 5000, 5001);
    }

    @Test
    void sortsAnyShuffleWithinItsReach() {
        var random = new Random(4);
        List<Integer> expected = new ArrayList<>();
        List<Integer> window = new ArrayList<>();
        buffer.push(packet(65_000), 0);
        expected.add(65_000);
        for (int i = 1; i < 50_000; i++) {
            int number = 65_000 + i & 0xFFFF;
            expected.add(number);
            window.add(number);
            if (window.size() > 20) {
                buffer.push(packet(window.remove(random.nextInt(window.size()))), i);
            }
        }
        window.forEach(number -> buffer.push(packet(number), 0));
        assertThat(out).isEqualTo(expected);
    }

    private void push(long millis, int... numbers) {
        for (int number : numbers) {
            buffer.push(packet(number), millis * MILLI);
        }
    }

    private static RtpPacket packet(int number) {
        byte[] bytes = new byte[15];
        bytes[0] = (byte) 0x80;
        var packet = new RtpPacket();
        packet.wrap(bytes, 0, bytes.length);
        packet.sequenceNumber(number);
        return packet;
    }
}
