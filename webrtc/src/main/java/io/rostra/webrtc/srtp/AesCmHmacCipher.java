package io.rostra.webrtc.srtp;

import io.rostra.media.rtp.BigEndian;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES in counter mode with an 80-bit HMAC-SHA1 tag (RFC 3711 sections 4.1.1 and 4.2.1), for peers
/// without GCM.
///
/// ```
/// SRTP:   | RTP header | ciphertext ... | tag (10) |              tag = HMAC(all before it | ROC)
/// SRTCP:  | RTCP header, SSRC | ciphertext ... | E, index | tag (10) |     tag = HMAC(all before it)
/// IV:     (salt << 16) XOR (SSRC << 64) XOR (packet index << 16)
/// ```
final class AesCmHmacCipher implements PacketCipher {
    private static final int TAG_LENGTH = 10;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final Mac mac;

    /// Session salt << 16.
    private final byte[] salt;

    private final byte[] iv;
    private final byte[] rocWord = new byte[4];
    private final byte[] digest = new byte[20];

    AesCmHmacCipher(SessionKeys keys) {
        key = new SecretKeySpec(keys.encryption(), "AES");
        salt = Arrays.copyOf(keys.salt(), 16);
        iv = salt.clone();
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(keys.authentication(), "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR and HMAC-SHA1 are part of every JDK", e);
        }
    }

    @Override
    public int protectRtp(
            byte[] buffer, int offset, int length, int headerLength, int ssrc, long index) {
        crypt(buffer, offset + headerLength, length - headerLength, ssrc, index);
        authenticateRtp(buffer, offset, length, index);
        System.arraycopy(digest, 0, buffer, offset + length, TAG_LENGTH);
        return length + TAG_LENGTH;
    }

    @Override
    public int unprotectRtp(
            byte[] buffer, int offset, int length, int headerLength, int ssrc, long index) {
        int plain = length - TAG_LENGTH;
        authenticateRtp(buffer, offset, plain, index);
        if (!isTagAt(buffer, offset + plain)) {
            return -1;
        }
        crypt(buffer, offset + headerLength, plain - headerLength, ssrc, index);
        return plain;
    }

    @Override
    public int protectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
        crypt(buffer, offset + RTCP_CLEAR_LENGTH, length - RTCP_CLEAR_LENGTH, ssrc, index);
        BigEndian.put32(buffer, offset + length, E_FLAG | index);
        int authenticated = length + SRTCP_INDEX_LENGTH;
        mac.update(buffer, offset, authenticated);
        finishDigest();
        System.arraycopy(digest, 0, buffer, offset + authenticated, TAG_LENGTH);
        return authenticated + TAG_LENGTH;
    }

    @Override
    public int unprotectRtcp(byte[] buffer, int offset, int length, int ssrc, int index) {
        int authenticated = length - TAG_LENGTH;
        mac.update(buffer, offset, authenticated);
        finishDigest();
        if (!isTagAt(buffer, offset + authenticated)) {
            return -1;
        }
        int plain = authenticated - SRTCP_INDEX_LENGTH;
        crypt(buffer, offset + RTCP_CLEAR_LENGTH, plain - RTCP_CLEAR_LENGTH, ssrc, index);
        return plain;
    }

    @Override
    public int srtcpIndexOffset(int offset, int length) {
        return offset + length - TAG_LENGTH - SRTCP_INDEX_LENGTH;
    }

    /// Counter mode is its own inverse.
    private void crypt(byte[] buffer, int offset, int length, int ssrc, long index) {
        PacketCipher.mixIn(salt, iv, 2, ssrc, index);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            cipher.doFinal(buffer, offset, length, buffer, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR refused a checked buffer", e);
        }
    }

    private void authenticateRtp(byte[] buffer, int offset, int length, long index) {
        BigEndian.put32(rocWord, 0, (int) (index >>> 16));
        mac.update(buffer, offset, length);
        mac.update(rocWord, 0, rocWord.length);
        finishDigest();
    }

    private void finishDigest() {
        try {
            mac.doFinal(digest, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("20 bytes hold a SHA-1", e);
        }
    }

    /// Compares in constant time.
    private boolean isTagAt(byte[] buffer, int at) {
        int difference = 0;
        for (int i = 0; i < TAG_LENGTH; i++) {
            difference |= buffer[at + i] ^ digest[i];
        }
        return difference == 0;
    }
}
