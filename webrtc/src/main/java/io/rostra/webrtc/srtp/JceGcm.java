package io.rostra.webrtc.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The JDK's GCM. On `byte[]` it is faster than on direct buffers. It encrypts in place, but it
/// would allocate an array of the whole buffer's size to decrypt in place, so decryption goes
/// through a scratch array and a copy. Each packet costs about 1 KB of garbage.
final class JceGcm implements Gcm {

    private static final int INITIAL_SCRATCH = 2048;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private byte[] scratch = new byte[0];

    JceGcm(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    @Override
    public void begin(boolean sealing, byte[] iv) {
        try {
            cipher.init(
                    sealing ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
                    key,
                    new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, iv));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a fresh nonce", e);
        }
    }

    @Override
    public void authenticate(byte[] buffer, int offset, int length) {
        cipher.updateAAD(buffer, offset, length);
    }

    @Override
    public int seal(byte[] buffer, int offset, int length) {
        try {
            return cipher.doFinal(buffer, offset, length, buffer, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a checked buffer", e);
        }
    }

    @Override
    public int open(byte[] buffer, int offset, int length) {
        if (scratch.length < length) {
            scratch = new byte[Math.max(INITIAL_SCRATCH, length)];
        }
        try {
            int plain = cipher.doFinal(buffer, offset, length, scratch, 0);
            System.arraycopy(scratch, 0, buffer, offset, plain);
            return plain;
        } catch (AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a checked buffer", e);
        }
    }
}
