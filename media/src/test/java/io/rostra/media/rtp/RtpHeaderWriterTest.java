package io.rostra.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpHeaderWriterTest {
    private final RtpHeaderWriter writer = new RtpHeaderWriter();
    private final byte[] out = new byte[600];

    @Test
    void writesABareHeader() {
        Arrays.fill(out, (byte) 0xFF);
        writer.begin(out, 0, 111, false, 65537, -1, 5);

        assertThat(writer.end()).isEqualTo(12);
        assertThat(Arrays.copyOf(out, 12)).asHexString().isEqualTo("806F0001FFFFFFFF00000005");
    }

    @Test
    void padsTheExtensionBlock() {
        Arrays.fill(out, (byte) 0xFF);
        writer.begin(out, 0, 96, true, 1, 2, 3);
        assertThat(writer.extension16(3, 0xABCD)).isTrue();
        assertThat(writer.extension24(2, 0x123456)).isTrue();
        assertThat(writer.extension8(13, 1)).isTrue();

        assertThat(writer.end()).isEqualTo(28);
        assertThat(Arrays.copyOf(out, 28))
                .asHexString()
                .isEqualTo("90E000010000000200000003BEDE000331ABCD22123456D001000000");
    }

    @Test
    void refusesWhatTheFormCannotCarry() {
        byte[] value = new byte[300];
        writer.begin(out, 0, 96, true, 1, 2, 3);
        assertThat(writer.extension(0, value, 0, 1)).isFalse();
        assertThat(writer.extension(15, value, 0, 1)).isFalse();
        assertThat(writer.extension(1, value, 0, 0)).isFalse();
        assertThat(writer.extension(1, value, 0, 17)).isFalse();
        assertThat(writer.end()).isEqualTo(12);

        writer.begin(out, 0, 96, true, 1, 2, 3);
        writer.twoByteExtensions();
        assertThat(writer.extension(256, value, 0, 1)).isFalse();
        assertThat(writer.extension(1, value, 0, 256)).isFalse();
        assertThat(writer.extension(255, value, 0, 255)).isTrue();
        assertThat(writer.end()).isEqualTo(16 + 260);
        assertThat(out[0]).isEqualTo((byte) 0x90);
    }

    @Test
    void theFormIsChosenBeforeTheFirstElement() {
        writer.begin(out, 0, 96, true, 1, 2, 3);
        writer.extension8(1, 1);
        assertThatThrownBy(writer::twoByteExtensions).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theViewReadsBackWhatWasWritten() {
        Random random = new Random(13);
        RtpPacket packet = new RtpPacket();
        for (int i = 0; i < 5000; i++) {
            boolean twoByte = random.nextBoolean();
            int offset = random.nextInt(8);
            int sequence = random.nextInt(65536);
            byte[][] values = new byte[15][];
            random.nextBytes(out);
            writer.begin(out, offset, i & 127, (i & 1) == 0, sequence, i * 7919, ~i);
            if (twoByte) {
                writer.twoByteExtensions();
            }
            for (int id = 1; id < 15; id++) {
                if (random.nextInt(3) == 0) {
                    values[id] = new byte[twoByte ? random.nextInt(30) : 1 + random.nextInt(16)];
                    random.nextBytes(values[id]);
                    assertThat(writer.extension(id, values[id], 0, values[id].length)).isTrue();
                }
            }
            int length = writer.end();

            assertThat(packet.wrap(out, offset, length)).isTrue();
            assertThat(packet.headerLength()).isEqualTo(length);
            assertThat(packet.payloadType()).isEqualTo(i & 127);
            assertThat(packet.marker()).isEqualTo((i & 1) == 0);
            assertThat(packet.sequenceNumber()).isEqualTo(sequence);
            assertThat(packet.timestamp()).isEqualTo(i * 7919);
            assertThat(packet.ssrc()).isEqualTo(~i);
            for (int id = 1; id < 15; id++) {
                int at = packet.extensionOffset(id);
                if (values[id] == null) {
                    assertThat(at).isEqualTo(-1);
                } else {
                    assertThat(Arrays.copyOfRange(out, at, at + packet.extensionLength(id)))
                            .isEqualTo(values[id]);
                }
            }
        }
    }
}
