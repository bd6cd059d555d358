package io.rostra.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Hostile bytes never throw and never read outside: the array ends where the packet does.
class CompoundPacketFuzzTest {
    private static final int CASES = 100_000;

    @Test
    void survivesRandomBytes() {
        Random random = new Random(2);
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length >= 4) {
                bytes[0] = (byte) (0x80 | bytes[0] & 0x3F);
                bytes[1] = (byte) (200 + (bytes[1] & 7));
                bytes[2] = 0;
                bytes[3] = (byte) (bytes.length / 4 - 1);
            }
            parseAndUse(bytes);
        }
    }

    @Test
    void survivesMutatedPackets() {
        Random random = new Random(3);
        for (int i = 0; i < CASES; i++) {
            List<RtcpPacket> packets =
                    List.of(
                            RtcpRoundTripTest.randomPacket(random),
                            RtcpRoundTripTest.randomPacket(random));
            byte[] bytes = new byte[CompoundPacket.wireLength(packets)];
            CompoundPacket.write(packets, bytes, 0);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                int near = random.nextInt(Math.min(bytes.length, 40));
                bytes[near] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            parseAndUse(bytes);
        }
    }

    private static void parseAndUse(byte[] bytes) {
        List<RtcpPacket> packets = CompoundPacket.parse(bytes, 0, bytes.length);
        byte[] rewritten = new byte[CompoundPacket.wireLength(packets)];
        assertThat(CompoundPacket.write(packets, rewritten, 0)).isEqualTo(rewritten.length);
    }

    @Test
    void refusesRangesOutsideTheArray() {
        byte[] bytes = new byte[10];
        assertThat(CompoundPacket.parse(bytes, 4, 8)).containsExactly(new Malformed(-1, 0));
        assertThat(CompoundPacket.parse(bytes, -1, 8)).containsExactly(new Malformed(-1, 0));
        assertThat(CompoundPacket.parse(bytes, 0, -1)).containsExactly(new Malformed(-1, 0));
        assertThat(CompoundPacket.parse(bytes, 10, 0)).isEmpty();
    }

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        parseAndUse(bytes);
    }
}
