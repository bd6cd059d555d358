package io.rostra.webrtc.srtp;

import java.util.Arrays;

/// Master keys and salts of both directions of a transport, as a DTLS handshake exports them under
/// `EXTRACTOR-dtls_srtp`. "Client" and "server" are the DTLS roles; each end protects with its own
/// keys and unprotects with the other's. Holds secrets: never log its arrays.
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record KeyingMaterial(
        SrtpProfile profile,
        byte[] clientKey,
        byte[] clientSalt,
        byte[] serverKey,
        byte[] serverSalt) {

    public KeyingMaterial {
        checkLength(clientKey, profile.keyLength());
        checkLength(serverKey, profile.keyLength());
        checkLength(clientSalt, profile.saltLength());
        checkLength(serverSalt, profile.saltLength());
    }

    /// Bytes to ask the exporter for.
    public static int exportLength(SrtpProfile profile) {
        return 2 * (profile.keyLength() + profile.saltLength());
    }

    /// Cuts up what the exporter gave (RFC 5764 section 4.2): `client key | server key | client
    /// salt | server salt`.
    public static KeyingMaterial fromExporter(SrtpProfile profile, byte[] exported) {
        checkLength(exported, exportLength(profile));
        int key = profile.keyLength();
        int salt = profile.saltLength();
        return new KeyingMaterial(
                profile,
                Arrays.copyOfRange(exported, 0, key),
                Arrays.copyOfRange(exported, 2 * key, 2 * key + salt),
                Arrays.copyOfRange(exported, key, 2 * key),
                Arrays.copyOfRange(exported, 2 * key + salt, 2 * (key + salt)));
    }

    private static void checkLength(byte[] bytes, int expected) {
        if (bytes.length != expected) {
            throw new IllegalArgumentException(
                    "expected " + expected + " bytes of keying material, got " + bytes.length);
        }
    }

    @Override
    public String toString() {
        return "KeyingMaterial[" + profile + ']';
    }
}
