package io.rostra.webrtc.stun;

import io.rostra.media.rtp.BigEndian;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A parsed Binding message (RFC 8489 section 5). Immutable, owns a copy of its bytes. Parsing
/// proves nothing about the sender: call [MessageIntegrity#verify] before acting on it.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0 0|     STUN Message Type     |         Message Length        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Magic Cookie                          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                     Transaction ID (96 bits)                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Attribute Type  |  Length  |  Value, padded to 4 bytes ...   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public final class StunMessage {
    public static final int HEADER_LENGTH = 20;
    public static final int MAGIC_COOKIE = 0x2112A442;
    public static final int TRANSACTION_ID_LENGTH = 12;

    static final int TRANSACTION_ID_OFFSET = 8;
    static final int ATTRIBUTE_HEADER_LENGTH = 4;

    private final byte[] bytes;
    private final StunClass messageClass;
    private final StunAttributes attributes;

    private StunMessage(byte[] bytes, StunClass messageClass, StunAttributes attributes) {
        this.bytes = bytes;
        this.messageClass = messageClass;
        this.attributes = attributes;
    }

    /// The message in exactly these bytes, or null if they are not a Binding message of RFC 8489:
    /// wrong cookie, length or method, an attribute of impossible size, or a wrong FINGERPRINT.
    /// Attributes behind MESSAGE-INTEGRITY are not read, except FINGERPRINT (section 14.5); of
    /// attributes that come twice the first counts (section 14).
    public static @Nullable StunMessage parse(byte[] buffer, int offset, int length) {
        if (offset < 0
                || length < HEADER_LENGTH
                || length > buffer.length - offset
                || (length & 3) != 0
                || BigEndian.u16(buffer, offset + 2) != length - HEADER_LENGTH
                || BigEndian.i32(buffer, offset + 4) != MAGIC_COOKIE) {
            return null;
        }
        int type = BigEndian.u16(buffer, offset);
        if (type > 0x3FFF || !StunClass.isBinding(type)) {
            return null;
        }
        byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
        StunAttributes attributes = StunAttributes.parse(bytes);
        return attributes == null ? null : new StunMessage(bytes, StunClass.of(type), attributes);
    }

    public StunClass messageClass() {
        return messageClass;
    }

    public boolean isRequest() {
        return messageClass == StunClass.REQUEST;
    }

    /// A copy of the 12 bytes that tie a response to its request.
    public byte[] transactionId() {
        return Arrays.copyOfRange(
                bytes, TRANSACTION_ID_OFFSET, TRANSACTION_ID_OFFSET + TRANSACTION_ID_LENGTH);
    }

    /// USERNAME, `receiver's ufrag:sender's ufrag` in ICE; null if absent.
    public @Nullable String username() {
        return attributes.username;
    }

    /// PRIORITY as an unsigned 32-bit number, -1 if absent.
    public long priority() {
        return attributes.priority;
    }

    public boolean hasUseCandidate() {
        return attributes.useCandidate;
    }

    /// Whether the sender says it is the controlling agent (ICE-CONTROLLING).
    public boolean isControlling() {
        return attributes.controlling;
    }

    /// Whether the sender says it is the controlled agent (ICE-CONTROLLED).
    public boolean isControlled() {
        return attributes.controlled;
    }

    /// The 64 bits of ICE-CONTROLLING or ICE-CONTROLLED, to be compared as unsigned; 0 if neither
    /// is there.
    public long tieBreaker() {
        return attributes.tieBreaker;
    }

    /// XOR-MAPPED-ADDRESS in the clear, null if absent.
    public @Nullable InetSocketAddress xorMappedAddress() {
        return attributes.xorMappedAddress;
    }

    /// ERROR-CODE, 300..699, 0 if absent.
    public int errorCode() {
        return attributes.errorCode;
    }

    /// The sentence that came with the error code, null if there is none.
    public @Nullable String errorReason() {
        return attributes.errorReason;
    }

    public @Nullable String software() {
        return attributes.software;
    }

    public boolean hasMessageIntegrity() {
        return attributes.integrityOffset >= 0;
    }

    /// Whether a FINGERPRINT was there; if so, it was right.
    public boolean hasFingerprint() {
        return attributes.fingerprint;
    }

    /// Types of the attributes that we must understand and do not. A request with any is answered
    /// with error 420 (RFC 8489 section 6.3.1).
    public List<Integer> unknownRequired() {
        return attributes.unknownRequired;
    }

    /// The raw message; not a copy, not to be changed.
    byte[] bytes() {
        return bytes;
    }

    /// Index of the MESSAGE-INTEGRITY attribute's header in [#bytes], -1 if absent.
    int integrityOffset() {
        return attributes.integrityOffset;
    }

    /// Names the message without its secrets, for logs.
    @Override
    public String toString() {
        return "StunMessage[" + messageClass + ' ' + username() + ']';
    }
}
