package io.rostra.webrtc.datachannel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Hostile messages are refused, and what is taken can be written.
class DcepFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) {
        DcepMessage message = DcepMessage.parse(bytes);
        if (message != null) {
            assertThat(DcepMessage.parse(message.toBytes())).isNotNull();
        }
    }
}
