package io.rostra.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// The vectors of RFC 3711 appendix B and RFC 7714 sections 16 and 17. The latter give session
/// keys, so they enter below the key derivation.
class SrtpVectorsTest {
    private static final String GCM_SALT = "517569642070726f2071756f";
    private static final String GCM_KEY_128 = "000102030405060708090a0b0c0d0e0f";
    private static final String GCM_KEY_256 = GCM_KEY_128 + "101112131415161718191a1b1c1d1e1f";

    private static final String RTP =
            "8040f17b8041f8d35501a0b2"
                    + "47616c6c696120657374206f6d6e6973"
                    + "2064697669736120696e207061727465"
                    + "732074726573";
    private static final String SRTP_128 =
            "8040f17b8041f8d35501a0b2"
                    + "f24de3a3fb34de6cacba861c9d7e4bca"
                    + "be633bd50d294e6f42a5f47a51c7d19b"
                    + "36de3adf8833899d7f27beb16a9152cf765ee4390cce";
    private static final String SRTP_256 =
            "8040f17b8041f8d35501a0b2"
                    + "32b1de78a822fe12ef9f78fa332e33aa"
                    + "b18012389a58e2f3b50b2a0276ffae0f"
                    + "1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13";

    private static final int SRTCP_INDEX = 0x5d4;
    private static final String RTCP =
            "81c8000d4d617273"
                    + "4e5450314e5450325254502000000"
                    + "42a0000e9304c756e61"
                    + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
    private static final String SRTCP_128 =
            "81c8000d4d617273"
                    + "63e94885dcdab67ca727d7662f6b7e99"
                    + "7ff5c0f76c06f32dc676a5f1730d6fda"
                    + "4ce09b4686303ded0bb9275bc84aa458"
                    + "96cf4d2fc5abf87245d9eade800005d4";
    private static final String SRTCP_256 =
            "81c8000d4d617273"
                    + "d50ae4d1f5ce5d304ba297e47d470c28"
                    + "2c3ece5dbffe0a50a2eaa5c1110555be"
                    + "8415f658c61de0476f1b6fad1d1eb30c"
                    + "4446839f57ff6f6cb26ac3be800005d4";
    private static final String SRTCP_128_TAGGED_ONLY =
            RTCP + "841dd9683dd78ec92ae58790125f62b3000005d4";

    @Test
    void derivesTheKeysOfRfc3711B3() {
        byte[] masterKey = hex("e1f97a0d3e018be0d64fa32c06de4139");
        byte[] masterSalt = hex("0ec675ad498afeebb6960b3aabe6");

        SessionKeys keys =
                SessionKeys.forSrtp(SrtpProfile.AES128_CM_HMAC_SHA1_80, masterKey, masterSalt);

        assertThat(keys.encryption()).asHexString().isEqualTo("C61E7A93744F39EE10734AFE3FF7A087");
        assertThat(keys.salt()).asHexString().isEqualTo("30CBBC08863D8C85D49DB34A9AE1");
        assertThat(keys.authentication())
                .asHexString()
                .isEqualTo("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4");
        assertThat(SessionKeys.derive(masterKey, masterSalt, 1, 94))
                .asHexString()
                .isEqualTo(
                        "CEBE321F6FF7716B6FD4AB49AF256A15"
                                + "6D38BAA48F0A0ACF3C34E2359E6CDBCE"
                                + "E049646C43D9327AD175578EF7227098"
                                + "6371C10C9A369AC2F94A8C5FBCDDDC25"
                                + "6D6E919A48B610EF17C2041E47403576"
                                + "6B68642C59BBFC2F34DB60DBDFB2");
    }

    @Test
    void makesTheKeystreamOfRfc3711B2() {
        byte[] sessionSalt = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfd");
        SessionKeys keys =
                new SessionKeys(hex("2b7e151628aed2a6abf7158809cf4f3c"), new byte[20], sessionSalt);
        byte[] packet = new byte[12 + 48 + 10];

        new AesCmHmacCipher(keys).protectRtp(packet, 0, 12 + 48, 12, 0, 0);

        assertThat(Arrays.copyOfRange(packet, 12, 12 + 48))
                .asHexString()
                .isEqualTo(
                        "E03EAD0935C95E80E166B16DD92B4EB4"
                                + "D23513162B02D0F72A43A2FE4A5F97AB"
                                + "41E95B3BB0A2E8DD477901E4FCA894C0");
    }

    /// The appendix's last blocks are 0xff00 blocks in; they pin the counter's carry.
    @Test
    void keystreamOfRfc3711B2CarriesPastTheSixteenthBit() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(hex("2b7e151628aed2a6abf7158809cf4f3c"), "AES"),
                new IvParameterSpec(hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")));

        assertThat(cipher.doFinal(new byte[48]))
                .asHexString()
                .isEqualTo(
                        "EC8CDF7398607CB0F2D21675EA9EA1E4"
                                + "362B7C3C6773516318A077D7FC5073AE"
                                + "6A2CC3787889374FBEB4C81B17BA6C44");
    }

    @Test
    void protectsAndUnprotectsRtpLikeRfc7714Section16() {
        checkRtp(SrtpProfile.AEAD_AES_128_GCM, GCM_KEY_128, SRTP_128);
        checkRtp(SrtpProfile.AEAD_AES_256_GCM, GCM_KEY_256, SRTP_256);
    }

    private static void checkRtp(SrtpProfile profile, String key, String expected) {
        byte[] plain = hex(RTP);
        byte[] buffer = Arrays.copyOf(plain, plain.length + SrtpContext.MAX_OVERHEAD);

        int length = new SrtpContext(profile, keys(key)).protect(buffer, 0, plain.length);

        assertThat(Arrays.copyOf(buffer, length)).isEqualTo(hex(expected));
        assertThat(new SrtpContext(profile, keys(key)).unprotect(buffer, 0, length))
                .isEqualTo(plain.length);
        assertThat(Arrays.copyOf(buffer, plain.length)).isEqualTo(plain);
    }

    @Test
    void protectsAndUnprotectsRtcpLikeRfc7714Section17() {
        checkRtcp(SrtpProfile.AEAD_AES_128_GCM, GCM_KEY_128, SRTCP_128);
        checkRtcp(SrtpProfile.AEAD_AES_256_GCM, GCM_KEY_256, SRTCP_256);
    }

    private static void checkRtcp(SrtpProfile profile, String key, String expected) {
        byte[] plain = hex(RTCP);
        byte[] buffer = Arrays.copyOf(plain, plain.length + SrtcpContext.MAX_OVERHEAD);

        int length =
                new SrtcpContext(profile, keys(key), SRTCP_INDEX).protect(buffer, 0, plain.length);

        assertThat(Arrays.copyOf(buffer, length)).isEqualTo(hex(expected));
        assertThat(new SrtcpContext(profile, keys(key), 0).unprotect(buffer, 0, length))
                .isEqualTo(plain.length);
        assertThat(Arrays.copyOf(buffer, plain.length)).isEqualTo(plain);
    }

    @Test
    void refusesTheUnencryptedRtcpOfRfc7714Section173() {
        byte[] packet = hex(SRTCP_128_TAGGED_ONLY);

        int result =
                new SrtcpContext(SrtpProfile.AEAD_AES_128_GCM, keys(GCM_KEY_128), 0)
                        .unprotect(packet, 0, packet.length);

        assertThat(result).isEqualTo(SrtpContext.UNENCRYPTED);
    }

    private static SessionKeys keys(String key) {
        return new SessionKeys(hex(key), new byte[0], hex(GCM_SALT));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
