package io.rostra.webrtc.srtp;

import org.jspecify.annotations.Nullable;

/// SRTP protection profiles, best first, with their DTLS code points (RFC 5764 section 4.1.2, RFC
/// 7714 section 14.2). Lengths are in bytes.
public enum SrtpProfile {
    AEAD_AES_128_GCM(7, 16, 12, 16),
    AEAD_AES_256_GCM(8, 32, 12, 16),
    AES128_CM_HMAC_SHA1_80(1, 16, 14, 10);

    private final int codePoint;
    private final int keyLength;
    private final int saltLength;
    private final int authTagLength;

    SrtpProfile(int codePoint, int keyLength, int saltLength, int authTagLength) {
        this.codePoint = codePoint;
        this.keyLength = keyLength;
        this.saltLength = saltLength;
        this.authTagLength = authTagLength;
    }

    /// The profile with this code in the `use_srtp` extension, or null if we do not speak it.
    public static @Nullable SrtpProfile ofCodePoint(int codePoint) {
        for (SrtpProfile profile : values()) {
            if (profile.codePoint == codePoint) {
                return profile;
            }
        }
        return null;
    }

    /// Its number in the `use_srtp` extension.
    public int codePoint() {
        return codePoint;
    }

    public int keyLength() {
        return keyLength;
    }

    public int saltLength() {
        return saltLength;
    }

    /// Bytes of the authentication tag, for SRTP and SRTCP alike.
    public int authTagLength() {
        return authTagLength;
    }

    boolean isAead() {
        return this != AES128_CM_HMAC_SHA1_80;
    }
}
