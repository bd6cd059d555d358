package io.rostra.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketKindTest {
    @Test
    void followsTheTableOfRfc7983() {
        for (int first = 0; first < 256; first++) {
            PacketKind expected =
                    first <= 3
                            ? PacketKind.STUN
                            : first >= 20 && first <= 63
                                    ? PacketKind.DTLS
                                    : first >= 128 && first <= 191
                                            ? PacketKind.RTP
                                            : PacketKind.UNKNOWN;
            assertThat(classify(first, 96, 40)).as("first byte %d", first).isEqualTo(expected);
        }
    }

    @Test
    void tellsRtcpByItsPacketType() {
        for (int second = 0; second < 256; second++) {
            int type = second & 127;
            assertThat(classify(0x80, second, 40))
                    .as("second byte %d", second)
                    .isEqualTo(type >= 64 && type <= 95 ? PacketKind.RTCP : PacketKind.RTP);
        }
    }

    @Test
    void tooShortIsUnknown() {
        assertThat(classify(0, 1, 19)).isEqualTo(PacketKind.UNKNOWN);
        assertThat(classify(22, 254, 12)).isEqualTo(PacketKind.UNKNOWN);
        assertThat(classify(0x80, 96, 11)).isEqualTo(PacketKind.UNKNOWN);
        assertThat(classify(0x80, 200, 8)).isEqualTo(PacketKind.RTCP);
        assertThat(classify(0x80, 200, 7)).isEqualTo(PacketKind.UNKNOWN);
        assertThat(PacketKind.classify(new byte[10], 5, 8)).isEqualTo(PacketKind.UNKNOWN);
        assertThat(PacketKind.classify(new byte[10], -1, 8)).isEqualTo(PacketKind.UNKNOWN);
    }

    private static PacketKind classify(int first, int second, int length) {
        byte[] bytes = new byte[length + 1];
        bytes[1] = (byte) first;
        bytes[2] = (byte) second;
        return PacketKind.classify(bytes, 1, length);
    }
}
