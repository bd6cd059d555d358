package io.rostra.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyingMaterialTest {
    @Test
    void cutsTheExportInTheOrderOfRfc5764() {
        byte[] exported = new byte[60];
        for (int i = 0; i < exported.length; i++) {
            exported[i] = (byte) i;
        }

        KeyingMaterial keys =
                KeyingMaterial.fromExporter(SrtpProfile.AES128_CM_HMAC_SHA1_80, exported);

        assertThat(keys.clientKey()).startsWith(0).endsWith(15).hasSize(16);
        assertThat(keys.serverKey()).startsWith(16).endsWith(31).hasSize(16);
        assertThat(keys.clientSalt()).startsWith(32).endsWith(45).hasSize(14);
        assertThat(keys.serverSalt()).startsWith(46).endsWith(59).hasSize(14);
        assertThat(keys).hasToString("KeyingMaterial[AES128_CM_HMAC_SHA1_80]");
    }

    @Test
    void knowsHowMuchToExport() {
        assertThat(KeyingMaterial.exportLength(SrtpProfile.AEAD_AES_128_GCM)).isEqualTo(56);
        assertThat(KeyingMaterial.exportLength(SrtpProfile.AEAD_AES_256_GCM)).isEqualTo(88);
        assertThatThrownBy(() ->
                        KeyingMaterial.fromExporter(SrtpProfile.AEAD_AES_128_GCM, new byte[60]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsProfilesByTheirDtlsCode() {
        assertThat(SrtpProfile.ofCodePoint(7)).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(SrtpProfile.ofCodePoint(8)).isEqualTo(SrtpProfile.AEAD_AES_256_GCM);
        assertThat(SrtpProfile.ofCodePoint(1)).isEqualTo(SrtpProfile.AES128_CM_HMAC_SHA1_80);
        assertThat(SrtpProfile.ofCodePoint(2)).isNull();
    }

    @Test
    void everyDropReasonHasAName() {
        Set<String> names = new HashSet<>();
        for (int reason = 1; reason < SrtpContext.REASONS; reason++) {
            names.add(SrtpContext.name(-reason));
        }
        assertThat(names).hasSize(SrtpContext.REASONS - 1).doesNotContain("ok");
        assertThat(SrtpContext.name(1200)).isEqualTo("ok");
    }

    @Test
    void warmsUp() {
        SrtpContext.warmUp();
    }
}
