package io.rostra.webrtc.srtp;

import io.rostra.media.rtp.BigEndian;

/// Encrypts and authenticates packets whose index is already known, in place. Buffers have been
/// checked for length by the context. Confined to one thread.
sealed interface PacketCipher permits AesGcmCipher, AesCmHmacCipher {
    /// Bytes of SSRC and index at the end of an SRTCP packet: `E (1 bit) | SRTCP index (31 bits)`.
    int SRTCP_INDEX_LENGTH = 4;

    /// The part of an RTCP packet that stays readable: header and sender SSRC.
    int RTCP_CLEAR_LENGTH = 8;

    /// The encrypted flag before an SRTCP index.
    int E_FLAG = 0x8000_0000;

    static PacketCipher of(SrtpProfile profile, SessionKeys keys) {
        return profile.isAead() ? new AesGcmCipher(keys) : new AesCmHmacCipher(keys);
    }

    /// Encrypts the payload behind `headerLength` bytes and appends the tag. `index` is ROC << 16 |
    /// SEQ. Returns the new length.
    int protectRtp(byte[] buffer, int offset, int length, int headerLength, int ssrc, long index);

    /// The inverse. Returns the plain length, or -1, with the buffer unchanged, if the tag is
    /// wrong.
    int unprotectRtp(byte[] buffer, int offset, int length, int headerLength, int ssrc, long index);

    /// Encrypts a compound packet and appends tag and index. Returns the new length.
    int protectRtcp(byte[] buffer, int offset, int length, int ssrc, int index);

    /// The inverse, with the index read from the packet. Returns the plain length, or -1, with the
    /// buffer unchanged, if the tag is wrong.
    int unprotectRtcp(byte[] buffer, int offset, int length, int ssrc, int index);

    /// Where the E flag and index are in a protected RTCP packet of this cipher.
    int srtcpIndexOffset(int offset, int length);

    /// XORs SSRC and 48-bit packet index into an IV that begins with two zero bytes (RFC 3711
    /// section 4.1.1, RFC 7714 section 8.1): `00 00 | SSRC (4) | index (6)`, shifted by `at` bytes.
    static void mixIn(byte[] salt, byte[] iv, int at, int ssrc, long index) {
        BigEndian.put32(iv, at + 2, BigEndian.i32(salt, at + 2) ^ ssrc);
        BigEndian.put16(iv, at + 6, BigEndian.u16(salt, at + 6) ^ (int) (index >>> 32));
        BigEndian.put32(iv, at + 8, BigEndian.i32(salt, at + 8) ^ (int) index);
    }
}
