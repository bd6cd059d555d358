package io.rostra.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Bodies of polling requests and text frames, of both protocol versions.
class EngineFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        refusesOrTakes(() -> PayloadCodec.decode(text));
        refusesOrTakes(() -> PayloadCodec3.decode(text));
        refusesOrTakes(() -> PayloadCodec3.decode(bytes));
        refusesOrTakes(() -> EnginePacketCodec.decode(text));
    }

    private interface Decoding {
        Object run() throws EnginePacketException;
    }

    private static void refusesOrTakes(Decoding decoding) {
        try {
            assertThat(decoding.run()).isNotNull();
        } catch (EnginePacketException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }
}
