package io.rostra.webrtc.srtp;

import io.rostra.media.rtp.BigEndian;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM as SRTP uses it (RFC 7714), 128 or 256 bits by the key's length.
///
/// ```
/// SRTP:   | RTP header (AAD) | ciphertext ... | tag (16) |
/// SRTCP:  | RTCP header, SSRC (AAD) | ciphertext ... | tag (16) | E, index (AAD) |
/// IV:     salt XOR ( 00 00 | SSRC | ROC | SEQ )        or  ( 00 00 | SSRC | 00 00 | SRTCP index )
/// ```
///
/// The JDK's GCM on `byte[]` is faster than on direct buffers. It encrypts in place, but it would
/// allocate an array of the whole buffer's size to decrypt in place, so decryption goes through a
/// scratch array and a copy.
final class AesGcmCipher implements PacketCipher {
    private static final int TAG_LENGTH = 16;
    private static final int INITIAL_SCRATCH = 2048;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final byte[] iv;
    private final byte[] indexWord = new byte[SRTCP_INDEX_LENGTH];
    private byte[] scratch = new byte[0];

    AesGcmCipher(SessionKeys keys) {
        key = new SecretKeySpec(keys.encryption(), "AES");
        salt = keys.salt().clone();
        iv = salt.clone();
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    @Override
    public int protectRtp(
            byte[] buffer, int offset, int length, int headerLength, int ssrc, long index) {
        try {
            init(Cipher.ENCRYPT_MODE, ssrc, index);
            cipher.updateAAD(buffer, offset, headerLength);
            return headerLength + encrypt(buffer, offset + headerLength, length - headerLength);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a fresh nonce or a checked buffer", e);
        }
    }

    @Override
    public int unprotectRtp(
            byte[] buffer, int offset, int length, int headerLength, int ssrc, long index) {
        try {
            init(Cipher.DECRYPT_MODE, ssrc, index);
            cipher.updateAAD(buffer, offset, headerLength);
            int plain = decrypt(buffer, offset + headerLength, length - headerLength);
            return headerLength + plain;
        } catch (AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a checked buffer", e);
        }
    }

    @Override
    public int protectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
        try {
            BigEndian.put32(indexWord, 0, E_FLAG | index);
            init(Cipher.ENCRYPT_MODE, ssrc, index);
            cipher.updateAAD(buffer, offset, RTCP_CLEAR_LENGTH);
            cipher.updateAAD(indexWord, 0, SRTCP_INDEX_LENGTH);
            int sealed =
                    RTCP_CLEAR_LENGTH
                            + encrypt(
                                    buffer, offset + RTCP_CLEAR_LENGTH, length - RTCP_CLEAR_LENGTH);
            BigEndian.put32(buffer, offset + sealed, E_FLAG | index);
            return sealed + SRTCP_INDEX_LENGTH;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a fresh nonce or a checked buffer", e);
        }
    }

    @Override
    public int unprotectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
        try {
            init(Cipher.DECRYPT_MODE, ssrc, index);
            cipher.updateAAD(buffer, offset, RTCP_CLEAR_LENGTH);
            cipher.updateAAD(buffer, srtcpIndexOffset(offset, length), SRTCP_INDEX_LENGTH);
            int sealed = length - RTCP_CLEAR_LENGTH - SRTCP_INDEX_LENGTH;
            return RTCP_CLEAR_LENGTH + decrypt(buffer, offset + RTCP_CLEAR_LENGTH, sealed);
        } catch (AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a checked buffer", e);
        }
    }

    @Override
    public int srtcpIndexOffset(int offset, int length) {
        return offset + length - SRTCP_INDEX_LENGTH;
    }

    private void init(int mode, int ssrc, long index) throws GeneralSecurityException {
        PacketCipher.mixIn(salt, iv, 0, ssrc, index);
        cipher.init(mode, key, new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, iv));
    }

    private int encrypt(byte[] buffer, int offset, int length) throws GeneralSecurityException {
        return cipher.doFinal(buffer, offset, length, buffer, offset);
    }

    private int decrypt(byte[] buffer, int offset, int length) throws GeneralSecurityException {
        if (scratch.length < length) {
            scratch = new byte[Math.max(INITIAL_SCRATCH, length)];
        }
        int plain = cipher.doFinal(buffer, offset, length, scratch, 0);
        System.arraycopy(scratch, 0, buffer, offset, plain);
        return plain;
    }
}
