package io.rostra.webrtc.stun;

import io.rostra.media.rtp.BigEndian;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// MESSAGE-INTEGRITY with short-term credentials (RFC 8489 section 14.5): HMAC-SHA1 of everything
/// before it, with a length field that ends with it.
public final class MessageIntegrity {
    static final int ATTRIBUTE_LENGTH = 24;

    private MessageIntegrity() {}

    /// The key of short-term credentials: the bytes of the password. ICE passwords are ASCII, so
    /// SASLprep changes nothing.
    public static byte[] key(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /// Whether `message` was made by someone who has `key`; false if it carries no
    /// MESSAGE-INTEGRITY.
    public static boolean verify(StunMessage message, byte[] key) {
        int at = message.integrityOffset();
        if (at < 0 || key.length == 0) {
            return false;
        }
        byte[] bytes = message.bytes();
        byte[] claimed =
                Arrays.copyOfRange(
                        bytes, at + StunMessage.ATTRIBUTE_HEADER_LENGTH, at + ATTRIBUTE_LENGTH);
        return MessageDigest.isEqual(claimed, compute(bytes, at, key));
    }

    /// The HMAC for an attribute that starts at `at`.
    static byte[] compute(byte[] message, int at, byte[] key) {
        byte[] header = Arrays.copyOf(message, StunMessage.ATTRIBUTE_HEADER_LENGTH);
        BigEndian.put16(header, 2, at + ATTRIBUTE_LENGTH - StunMessage.HEADER_LENGTH);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            mac.update(header);
            mac.update(message, header.length, at - header.length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA1 is part of every JDK", e);
        }
    }
}
