package io.rostra.webrtc.stun;

import io.rostra.media.rtp.BigEndian;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Writes one Binding message: start with the class, add attributes, end with [#sign] or [#finish].
/// Not thread-safe.
///
/// ```java
/// byte[] answer = StunWriter.success(request).xorMappedAddress(from).sign(key);
/// ```
public final class StunWriter {
    private static final int INITIAL_LENGTH = 128;

    private byte[] bytes = new byte[INITIAL_LENGTH];
    private int length = StunMessage.HEADER_LENGTH;

    private StunWriter(StunClass messageClass, byte[] transactionId) {
        if (transactionId.length != StunMessage.TRANSACTION_ID_LENGTH) {
            throw new IllegalArgumentException(
                    "a transaction id has 12 bytes, not " + transactionId.length);
        }
        BigEndian.put16(bytes, 0, messageClass.bindingType());
        BigEndian.put32(bytes, 4, StunMessage.MAGIC_COOKIE);
        System.arraycopy(
                transactionId, 0, bytes, StunMessage.TRANSACTION_ID_OFFSET, transactionId.length);
    }

    /// A request with a transaction id of 12 random bytes.
    public static StunWriter request(byte[] transactionId) {
        return new StunWriter(StunClass.REQUEST, transactionId);
    }

    public static StunWriter indication(byte[] transactionId) {
        return new StunWriter(StunClass.INDICATION, transactionId);
    }

    /// The success response to `request`.
    public static StunWriter success(StunMessage request) {
        return new StunWriter(StunClass.SUCCESS, request.transactionId());
    }

    /// An error response to `request`. `code` is 300..699, such as 400, 401, 420 or 487.
    public static StunWriter error(StunMessage request, int code, String reason) {
        if (code < 300 || code > 699) {
            throw new IllegalArgumentException("not a STUN error code: " + code);
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        StunWriter writer = new StunWriter(StunClass.ERROR, request.transactionId());
        int at = writer.attribute(StunAttribute.ERROR_CODE, 4 + text.length);
        writer.bytes[at + 2] = (byte) (code / 100);
        writer.bytes[at + 3] = (byte) (code % 100);
        System.arraycopy(text, 0, writer.bytes, at + 4, text.length);
        return writer;
    }

    public StunWriter username(String username) {
        return text(StunAttribute.USERNAME, username);
    }

    public StunWriter software(String software) {
        return text(StunAttribute.SOFTWARE, software);
    }

    /// An unsigned 32-bit candidate priority.
    public StunWriter priority(long priority) {
        int at = attribute(StunAttribute.PRIORITY, 4);
        BigEndian.put32(bytes, at, (int) priority);
        return this;
    }

    public StunWriter useCandidate() {
        attribute(StunAttribute.USE_CANDIDATE, 0);
        return this;
    }

    public StunWriter iceControlling(long tieBreaker) {
        int at = attribute(StunAttribute.ICE_CONTROLLING, 8);
        BigEndian.put64(bytes, at, tieBreaker);
        return this;
    }

    public StunWriter iceControlled(long tieBreaker) {
        int at = attribute(StunAttribute.ICE_CONTROLLED, 8);
        BigEndian.put64(bytes, at, tieBreaker);
        return this;
    }

    /// The resolved address the peer is seen at.
    public StunWriter xorMappedAddress(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unresolved address: " + address);
        }
        int valueLength = 4 + address.getAddress().getAddress().length;
        int at = attribute(StunAttribute.XOR_MAPPED_ADDRESS, valueLength);
        XorMappedAddress.write(bytes, at, address);
        return this;
    }

    /// What a 420 error answers: the types from [StunMessage#unknownRequired].
    public StunWriter unknownAttributes(List<Integer> types) {
        int at = attribute(StunAttribute.UNKNOWN_ATTRIBUTES, 2 * types.size());
        for (int type : types) {
            BigEndian.put16(bytes, at, type);
            at += 2;
        }
        return this;
    }

    /// Adds MESSAGE-INTEGRITY with `key` (see [MessageIntegrity#key]) and FINGERPRINT, and returns
    /// the message.
    public byte[] sign(byte[] key) {
        int header = length;
        byte[] hmac = MessageIntegrity.compute(bytes, header, key);
        int at = attribute(StunAttribute.MESSAGE_INTEGRITY, hmac.length);
        System.arraycopy(hmac, 0, bytes, at, hmac.length);
        return finish();
    }

    /// Adds FINGERPRINT and returns the message.
    public byte[] finish() {
        int header = length;
        int at = attribute(StunAttribute.FINGERPRINT, 4);
        BigEndian.put32(bytes, at, Fingerprint.compute(bytes, header));
        return Arrays.copyOf(bytes, length);
    }

    private StunWriter text(int type, String value) {
        byte[] raw = value.getBytes(StandardCharsets.UTF_8);
        int at = attribute(type, raw.length);
        System.arraycopy(raw, 0, bytes, at, raw.length);
        return this;
    }

    /// Makes room for an attribute, writes its header and the message's new length, and returns
    /// where the value goes.
    private int attribute(int type, int valueLength) {
        int value = length + StunMessage.ATTRIBUTE_HEADER_LENGTH;
        int end = value + (valueLength + 3 & ~3);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        BigEndian.put16(bytes, length, type);
        BigEndian.put16(bytes, length + 2, valueLength);
        length = end;
        BigEndian.put16(bytes, 2, length - StunMessage.HEADER_LENGTH);
        return value;
    }
}
