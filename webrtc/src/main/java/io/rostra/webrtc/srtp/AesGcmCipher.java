package io.rostra.webrtc.srtp;

import io.rostra.media.rtp.BigEndian;

/// AES-GCM as SRTP uses it (RFC 7714), 128 or 256 bits by the key's length.
///
/// ```
/// SRTP:   | RTP header (AAD) | ciphertext ... | tag (16) |
/// SRTCP:  | RTCP header, SSRC (AAD) | ciphertext ... | tag (16) | E, index (AAD) |
/// IV:     salt XOR ( 00 00 | SSRC | ROC | SEQ )        or  ( 00 00 | SSRC | 00 00 | SRTCP index )
/// ```
final class AesGcmCipher implements PacketCipher {
    private final Gcm gcm;
    private final byte[] salt;
    private final byte[] iv;
    private final byte[] indexWord = new byte[SRTCP_INDEX_LENGTH];

    AesGcmCipher(SessionKeys keys) {
        this(keys, Gcm.of(keys.encryption()));
    }

    AesGcmCipher(SessionKeys keys, Gcm gcm) {
        this.gcm = gcm;
        salt = keys.salt().clone();
        iv = salt.clone();
    }

    @Override
    public int protectRtp(
            byte[] buffer, int offset, int length, int headerLength, int ssrc, long index) {
        begin(true, ssrc, index);
        gcm.authenticate(buffer, offset, headerLength);
        return headerLength + gcm.seal(buffer, offset + headerLength, length - headerLength);
    }

    @Override
    public int unprotectRtp(
            byte[] buffer, int offset, int length, int headerLength, int ssrc, long index) {
        begin(false, ssrc, index);
        gcm.authenticate(buffer, offset, headerLength);
        int plain = gcm.open(buffer, offset + headerLength, length - headerLength);
        return plain < 0 ? -1 : headerLength + plain;
    }

    @Override
    public int protectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
        BigEndian.put32(indexWord, 0, E_FLAG | index);
        begin(true, ssrc, index);
        gcm.authenticate(buffer, offset, RTCP_CLEAR_LENGTH);
        gcm.authenticate(indexWord, 0, SRTCP_INDEX_LENGTH);
        int body = length - RTCP_CLEAR_LENGTH;
        int sealed = RTCP_CLEAR_LENGTH + gcm.seal(buffer, offset + RTCP_CLEAR_LENGTH, body);
        BigEndian.put32(buffer, offset + sealed, E_FLAG | index);
        return sealed + SRTCP_INDEX_LENGTH;
    }

    @Override
    public int unprotectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
        begin(false, ssrc, index);
        gcm.authenticate(buffer, offset, RTCP_CLEAR_LENGTH);
        gcm.authenticate(buffer, srtcpIndexOffset(offset, length), SRTCP_INDEX_LENGTH);
        int sealed = length - RTCP_CLEAR_LENGTH - SRTCP_INDEX_LENGTH;
        int plain = gcm.open(buffer, offset + RTCP_CLEAR_LENGTH, sealed);
        return plain < 0 ? -1 : RTCP_CLEAR_LENGTH + plain;
    }

    @Override
    public int srtcpIndexOffset(int offset, int length) {
        return offset + length - SRTCP_INDEX_LENGTH;
    }

    private void begin(boolean sealing, int ssrc, long index) {
        PacketCipher.mixIn(salt, iv, 0, ssrc, index);
        gcm.begin(sealing, iv);
    }
}
