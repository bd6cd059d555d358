package io.rostra.webrtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    /// SHA-256 of the empty string.
    private static final String OF_NOTHING =
            "E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55";

    @Test
    void hashesTheCertificate() {
        assertThat(Fingerprint.of(new byte[0]).value()).isEqualTo(OF_NOTHING);
        assertThat(Fingerprint.of(new byte[0]).toAttribute()).isEqualTo("sha-256 " + OF_NOTHING);
    }

    @Test
    void readsAnyCase() {
        assertThat(Fingerprint.parse("SHA-256 " + OF_NOTHING.toLowerCase(java.util.Locale.ROOT)))
                .hasValue(Fingerprint.of(new byte[0]));
        assertThat(Fingerprint.parse(" sha-256  " + OF_NOTHING + " "))
                .hasValue(Fingerprint.of(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha-256",
                "sha-256 E3:B0",
                "sha-1 E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4",
                "sha-1 " + OF_NOTHING,
                "sha-256 " + OF_NOTHING + ":00",
                "sha-256 " + OF_NOTHING + " x",
                "sha-256 G3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55"
            })
    void refusesEverythingElse(String attribute) {
        assertThat(Fingerprint.parse(attribute)).isEmpty();
    }
}
