package io.rostra.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtxPayloadTest {
    @Test
    void restoresWhatItWrapped() {
        Random random = new Random(31);
        RtpHeaderWriter writer = new RtpHeaderWriter();
        for (int i = 0; i < 2000; i++) {
            byte[] plain = new byte[100 + random.nextInt(100)];
            random.nextBytes(plain);
            writer.begin(plain, 0, 96, random.nextBoolean(), random.nextInt(), i, 0xAAAA);
            if (random.nextBoolean()) {
                writer.extension16(5, i);
            }
            writer.end();
            int length = plain.length - random.nextInt(40);
            RtpPacket original = new RtpPacket();
            assertThat(original.wrap(plain, 0, length)).isTrue();

            byte[] out = new byte[300];
            int rtxLength = RtxPayload.write(original, out, 3, 97, 77, 0xBBBB);
            RtpPacket rtx = new RtpPacket();
            assertThat(rtx.wrap(out, 3, rtxLength)).isTrue();
            assertThat(rtxLength).isEqualTo(length + RtxPayload.OVERHEAD);
            assertThat(rtx.payloadType()).isEqualTo(97);
            assertThat(rtx.sequenceNumber()).isEqualTo(77);
            assertThat(rtx.ssrc()).isEqualTo(0xBBBB);
            assertThat(rtx.marker()).isEqualTo(original.marker());
            assertThat(RtxPayload.originalSequenceNumber(rtx)).isEqualTo(original.sequenceNumber());

            assertThat(RtxPayload.restore(rtx, 96, 0xAAAA)).isTrue();
            assertThat(Arrays.copyOfRange(out, rtx.offset(), rtx.offset() + rtx.length()))
                    .isEqualTo(Arrays.copyOf(plain, length));
        }
    }

    @Test
    void leavesPaddingBehindWhenWriting() {
        byte[] padded = new byte[20];
        new RtpHeaderWriter().begin(padded, 0, 96, true, 9, 2, 3);
        padded[0] |= 0x20;
        padded[12] = 0x55;
        padded[19] = 7;
        RtpPacket original = new RtpPacket();
        assertThat(original.wrap(padded, 0, 20)).isTrue();

        byte[] out = new byte[32];
        assertThat(RtxPayload.write(original, out, 0, 97, 1, 4)).isEqualTo(15);
        assertThat(Arrays.copyOf(out, 15))
                .asHexString()
                .isEqualTo("80E1000100000002000000040009" + "55");
    }

    @Test
    void probesRepeatNothing() {
        byte[] probe = new byte[12 + 255];
        new RtpHeaderWriter().begin(probe, 0, 97, false, 1, 2, 3);
        probe[0] |= 0x20;
        probe[probe.length - 1] = (byte) 255;
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(probe, 0, probe.length)).isTrue();

        assertThat(RtxPayload.originalSequenceNumber(packet)).isEqualTo(-1);
        assertThat(RtxPayload.restore(packet, 96, 1)).isFalse();
        assertThat(packet.payloadType()).isEqualTo(97);
    }
}
