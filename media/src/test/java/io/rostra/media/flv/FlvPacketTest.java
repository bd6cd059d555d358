package io.rostra.media.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.media.container.ContainerException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlvPacketTest {

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void readsH264() throws Exception {
        assertThat(FlvPacket.video(bytes(0x17, 0, 0, 0, 0, 1, 2)))
                .isInstanceOfSatisfying(
                        FlvPacket.VideoConfiguration.class,
                        each -> assertThat(each.record()).containsExactly(1, 2));
        assertThat(FlvPacket.video(bytes(0x27, 1, 0, 0, 66, 9)))
                .isInstanceOfSatisfying(
                        FlvPacket.Video.class,
                        each -> {
                            assertThat(each.keyFrame()).isFalse();
                            assertThat(each.compositionMillis()).isEqualTo(66);
                            assertThat(each.data()).containsExactly(9);
                        });
        assertThat(FlvPacket.video(bytes(0x17, 1, 0xFF, 0xFF, 0xFE, 9)))
                .isInstanceOfSatisfying(
                        FlvPacket.Video.class,
                        each -> {
                            assertThat(each.keyFrame()).isTrue();
                            assertThat(each.compositionMillis()).isEqualTo(-2);
                        });
        assertThat(FlvPacket.video(bytes(0x17, 2, 0, 0, 0))).isSameAs(FlvPacket.NOTHING);
    }

    @Test
    void readsH264WithFourCc() throws Exception {
        assertThat(FlvPacket.video(bytes(0x90, 'a', 'v', 'c', '1', 1)))
                .isInstanceOf(FlvPacket.VideoConfiguration.class);
        assertThat(FlvPacket.video(bytes(0x93, 'a', 'v', 'c', '1', 7)))
                .isInstanceOfSatisfying(
                        FlvPacket.Video.class,
                        each -> {
                            assertThat(each.keyFrame()).isTrue();
                            assertThat(each.data()).containsExactly(7);
                        });
        assertThat(FlvPacket.video(bytes(0xA1, 'a', 'v', 'c', '1', 0, 0, 33, 7)))
                .isInstanceOfSatisfying(
                        FlvPacket.Video.class,
                        each -> assertThat(each.compositionMillis()).isEqualTo(33));
    }

    @Test
    void readsAac() throws Exception {
        assertThat(FlvPacket.audio(bytes(0xAF, 0, 0x11, 0x90)))
                .isInstanceOf(FlvPacket.AudioConfiguration.class);
        assertThat(FlvPacket.audio(bytes(0xAF, 1, 5))).isInstanceOf(FlvPacket.Audio.class);
        assertThat(FlvPacket.audio(bytes(0x91, 'm', 'p', '4', 'a', 5)))
                .isInstanceOf(FlvPacket.Audio.class);
        assertThat(FlvPacket.audio(bytes(0xAF, 1))).isSameAs(FlvPacket.NOTHING);
    }

    @Test
    void saysWhatIsOfNoUse() {
        assertThatThrownBy(() -> FlvPacket.video(bytes(0x90, 'h', 'v', 'c', '1', 1)))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("H.264");
        assertThatThrownBy(() -> FlvPacket.video(bytes(0x12, 0, 0, 0, 0)))
                .hasMessageContaining("H.264");
        assertThatThrownBy(() -> FlvPacket.audio(bytes(0x2F, 0))).hasMessageContaining("AAC");
    }

    @Test
    void anyBytesAreTakenOrRefused() {
        var random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            byte[] body = new byte[random.nextInt(12)];
            random.nextBytes(body);
            if (body.length > 4 && random.nextBoolean()) {
                System.arraycopy(bytes('a', 'v', 'c', '1'), 0, body, 1, 4);
            }
            try {
                assertThat(FlvPacket.video(body)).isNotNull();
                assertThat(FlvPacket.audio(Arrays.copyOf(body, body.length))).isNotNull();
            } catch (ContainerException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
