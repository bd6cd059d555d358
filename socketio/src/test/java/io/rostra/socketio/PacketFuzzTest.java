package io.rostra.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A text message and an attachment behind it: a packet, more to come, or refused.
class PacketFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        var decoder = new PacketDecoder(3, 1_000);
        try {
            if (decoder.onText(new String(bytes, StandardCharsets.UTF_8)) == null) {
                while (decoder.onBinary(Arrays.copyOf(bytes, 4)) == null) {
                    assertThat(decoder.waitingWith()).isBetween(1, 3);
                }
            }
        } catch (PacketException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }
}
