package io.rostra.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AudioLevelTest {
    @Test
    void readsLevelAndVoice() {
        assertThat(AudioLevel.level(withLevel(0x80 | 30), 1)).isEqualTo(30);
        assertThat(AudioLevel.hasVoice(withLevel(0x80 | 30), 1)).isTrue();
        assertThat(AudioLevel.level(withLevel(127), 1)).isEqualTo(AudioLevel.SILENCE);
        assertThat(AudioLevel.hasVoice(withLevel(127), 1)).isFalse();
    }

    @Test
    void aPacketWithoutLevelHasNone() {
        assertThat(AudioLevel.level(withLevel(30), 2)).isEqualTo(AudioLevel.ABSENT);
        assertThat(AudioLevel.hasVoice(withLevel(0x80), 2)).isFalse();
    }

    private static RtpPacket withLevel(int value) {
        byte[] bytes = new byte[40];
        RtpHeaderWriter writer = new RtpHeaderWriter();
        writer.begin(bytes, 0, 111, false, 1, 2, 3);
        writer.extension8(1, value);
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, writer.end())).isTrue();
        return packet;
    }
}
