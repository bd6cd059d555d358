package io.rostra.webrtc.stun;

import io.rostra.media.rtp.BigEndian;
import java.util.zip.CRC32;

/// FINGERPRINT (RFC 8489 section 14.7): CRC-32 of everything before it, with a length field that
/// includes it, XOR "STUN".
final class Fingerprint {
    private static final int MASK = 0x5354554E;

    private Fingerprint() {}

    /// Whether the fingerprint attribute at `at`, the last of the message, is right.
    static boolean matches(byte[] message, int at) {
        return BigEndian.i32(message, at + 4) == compute(message, at);
    }

    /// Of the first `length` bytes of `message`.
    static int compute(byte[] message, int length) {
        CRC32 crc = new CRC32();
        crc.update(message, 0, length);
        return (int) crc.getValue() ^ MASK;
    }
}
