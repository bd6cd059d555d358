package io.rostra.webrtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/// Records that anybody could have sent do not end an association that stands. The association is
/// one for the whole class: a handshake for each input would take too long.
class DtlsFuzzTest {

    private static @Nullable DtlsPair pair;

    @AfterAll
    static void close() {
        if (pair != null) {
            pair.close();
        }
    }

    @FuzzTest(maxDuration = "1m")
    void survivesAnything(byte[] bytes) throws Exception {
        if (pair == null) {
            pair = new DtlsPair().established();
        }
        DtlsEndpoint server = pair.server.endpoint;
        pair.run(() -> server.onDatagram(bytes, 0, bytes.length));
        assertThat(server.established()).isTrue();
    }
}
