package io.rostra.webrtc.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keys that packets are encrypted with, derived once from a master key and salt (RFC 3711 section
/// 4.3, key derivation rate 0; RFC 7714 section 11). `authentication` is empty for the AEAD
/// profiles. Holds secrets: never log.
///
/// ```
/// x   = (label << 48) XOR master_salt      112 bits; AEAD salts are padded to that with zeros on the right
/// key = first n bytes of AES-CTR(master_key, IV = x << 16)
/// ```
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record SessionKeys(byte[] encryption, byte[] authentication, byte[] salt) {
    static final int HMAC_SHA1_KEY_LENGTH = 20;

    private static final int SRTP_LABELS = 0;
    private static final int SRTCP_LABELS = 3;
    private static final int LABEL_INDEX = 7;

    static SessionKeys forSrtp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, SRTP_LABELS);
    }

    static SessionKeys forSrtcp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, SRTCP_LABELS);
    }

    /// Labels are encryption, authentication, salt in this order, from `firstLabel`.
    private static SessionKeys derive(
            SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int firstLabel) {
        return new SessionKeys(
                derive(masterKey, masterSalt, firstLabel, profile.keyLength()),
                profile.isAead()
                        ? new byte[0]
                        : derive(masterKey, masterSalt, firstLabel + 1, HMAC_SHA1_KEY_LENGTH),
                derive(masterKey, masterSalt, firstLabel + 2, profile.saltLength()));
    }

    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] iv = Arrays.copyOf(masterSalt, 16);
        iv[LABEL_INDEX] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(masterKey, "AES"),
                    new IvParameterSpec(iv));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR is part of every JDK", e);
        }
    }

    @Override
    public String toString() {
        return "SessionKeys[secret]";
    }
}
