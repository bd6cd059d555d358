package io.rostra.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Hostile bytes never throw and never lead outside the packet.
class RtpPacketFuzzTest {
    private static final int CASES = 200_000;

    private final RtpPacket packet = new RtpPacket();

    @Test
    void survivesRandomBytes() {
        Random random = new Random(11);
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) (bytes[0] & 0x3F | 0x80);
            }
            check(bytes, random);
        }
    }

    @Test
    void survivesMutatedPackets() {
        Random random = new Random(12);
        RtpHeaderWriter writer = new RtpHeaderWriter();
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = new byte[80 + random.nextInt(20)];
            writer.begin(bytes, 0, 96, random.nextBoolean(), i, i, 1);
            if (random.nextBoolean()) {
                writer.twoByteExtensions();
            }
            for (int id = 1; id < 5; id++) {
                writer.extension(id, bytes, 0, random.nextInt(12));
            }
            writer.end();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(40)] = (byte) random.nextInt();
            }
            check(bytes, random);
        }
    }

    private void check(byte[] bytes, Random random) {
        int offset = bytes.length == 0 ? 0 : random.nextInt(2);
        int length = Math.max(0, bytes.length - offset - random.nextInt(2));
        PacketKind.classify(bytes, offset, length);
        if (!packet.wrap(bytes, offset, length)) {
            return;
        }
        int payloadEnd = packet.payloadOffset() + packet.payloadLength();
        assertThat(packet.payloadLength()).isNotNegative();
        assertThat(payloadEnd + packet.paddingLength()).isEqualTo(offset + length);
        for (int id = 0; id <= 16; id++) {
            int at = packet.extensionOffset(id);
            int extensionLength = packet.extensionLength(id);
            assertThat(at < 0).isEqualTo(extensionLength < 0);
            assertThat(at + Math.max(extensionLength, 0))
                    .isLessThanOrEqualTo(packet.payloadOffset());
        }
        AudioLevel.level(packet, 1);
        RtxPayload.restore(packet, 96, 1);
    }

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        check(bytes, new Random(bytes.length));
    }
}
