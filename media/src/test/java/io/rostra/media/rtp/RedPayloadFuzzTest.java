package io.rostra.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RedPayloadFuzzTest {

    /// One redundant block of 3 bytes, 960 ticks earlier (960 << 10 | 3), of payload type 111.
    private static final byte[] ONE = bytes("ef0f0003 6f aabbcc 1122");

    @Test
    void findsThePrimaryBlock() {
        assertThat(RedPayload.primaryAt(ONE, 0, ONE.length)).isEqualTo(8);
        assertThat(RedPayload.primaryAt(bytes("6f 1122"), 0, 3)).isEqualTo(1);
        byte[] shifted = bytes("00 ef0f0001 ef078001 6f aa bb 11");
        assertThat(RedPayload.primaryAt(shifted, 1, shifted.length - 1)).isEqualTo(11);
    }

    @Test
    void refusesWhatIsCutShort() {
        for (int length = 0; length <= 8; length++) {
            assertThat(RedPayload.primaryAt(ONE, 0, length)).as("%d bytes", length).isEqualTo(-1);
        }
        assertThat(RedPayload.primaryAt(ONE, 0, 9)).isEqualTo(8);
        assertThat(RedPayload.primaryAt(ONE, 2, ONE.length)).isEqualTo(-1);
    }

    @Test
    void renamesAllBlocks() {
        byte[] two = bytes("ed0f0001 ed078001 6d aa bb 11");
        RedPayload.retype(two, 0, 111);
        assertThat(HexFormat.of().formatHex(two)).isEqualTo("ef0f0001ef0780016faabb11");
    }

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        int primary = RedPayload.primaryAt(bytes, 0, bytes.length);
        if (primary >= 0) {
            assertThat(primary).isBetween(1, bytes.length - 1);
            RedPayload.retype(bytes, 0, 111);
            assertThat(RedPayload.primaryAt(bytes, 0, bytes.length)).isEqualTo(primary);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
