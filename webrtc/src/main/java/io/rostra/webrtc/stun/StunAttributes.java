package io.rostra.webrtc.stun;

import io.rostra.media.rtp.BigEndian;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attributes of one message, filled in a single pass.
final class StunAttributes {
    /// RFC 8489 sections 14.3 and 14.14: bytes that fit the characters allowed.
    private static final int MAX_USERNAME = 513;

    private static final int MAX_TEXT = 763;
    private static final int INTEGRITY_LENGTH = 20;

    /// A flood of unknown attributes must not cost us more than this many entries.
    private static final int MAX_UNKNOWN = 16;

    @Nullable String username;
    long priority = -1;
    boolean useCandidate;
    boolean controlling;
    boolean controlled;
    long tieBreaker;
    @Nullable InetSocketAddress xorMappedAddress;
    int errorCode;
    @Nullable String errorReason;
    @Nullable String software;
    int integrityOffset = -1;
    boolean fingerprint;
    List<Integer> unknownRequired = List.of();

    private StunAttributes() {}

    /// Reads the attributes of a message whose header was checked; null if one cannot be.
    static @Nullable StunAttributes parse(byte[] bytes) {
        StunAttributes attributes = new StunAttributes();
        int at = StunMessage.HEADER_LENGTH;
        while (at < bytes.length) {
            int type = BigEndian.u16(bytes, at);
            int length = BigEndian.u16(bytes, at + 2);
            int value = at + StunMessage.ATTRIBUTE_HEADER_LENGTH;
            int next = value + (length + 3 & ~3);
            if (next > bytes.length) {
                return null;
            }
            if (type == StunAttribute.FINGERPRINT) {
                boolean right =
                        length == 4 && next == bytes.length && Fingerprint.matches(bytes, at);
                attributes.fingerprint = right;
                return right ? attributes : null;
            }
            if (attributes.integrityOffset < 0 && !attributes.read(bytes, type, value, length)) {
                return null;
            }
            at = next;
        }
        return attributes;
    }

    /// False if the value is impossible for its type.
    private boolean read(byte[] bytes, int type, int value, int length) {
        switch (type) {
            case StunAttribute.USERNAME -> {
                if (length > MAX_USERNAME) {
                    return false;
                }
                username = username == null ? text(bytes, value, length) : username;
            }
            case StunAttribute.PRIORITY -> {
                if (length != 4) {
                    return false;
                }
                priority = priority < 0 ? BigEndian.u32(bytes, value) : priority;
            }
            case StunAttribute.USE_CANDIDATE -> {
                if (length != 0) {
                    return false;
                }
                useCandidate = true;
            }
            case StunAttribute.ICE_CONTROLLING, StunAttribute.ICE_CONTROLLED -> {
                if (length != 8) {
                    return false;
                }
                readRole(type, BigEndian.i64(bytes, value));
            }
            case StunAttribute.XOR_MAPPED_ADDRESS -> {
                InetSocketAddress address = XorMappedAddress.read(bytes, value, length);
                if (address == null) {
                    return false;
                }
                xorMappedAddress = xorMappedAddress == null ? address : xorMappedAddress;
            }
            case StunAttribute.ERROR_CODE -> {
                return readError(bytes, value, length);
            }
            case StunAttribute.SOFTWARE -> {
                if (length > MAX_TEXT) {
                    return false;
                }
                software = software == null ? text(bytes, value, length) : software;
            }
            case StunAttribute.MESSAGE_INTEGRITY -> {
                if (length != INTEGRITY_LENGTH) {
                    return false;
                }
                integrityOffset = value - StunMessage.ATTRIBUTE_HEADER_LENGTH;
            }
            case StunAttribute.MAPPED_ADDRESS,
                    StunAttribute.UNKNOWN_ATTRIBUTES,
                    StunAttribute.REALM,
                    StunAttribute.NONCE,
                    StunAttribute.MESSAGE_INTEGRITY_SHA256 -> {}
            default -> noteUnknown(type);
        }
        return true;
    }

    private void readRole(int type, long value) {
        if (!controlling && !controlled) {
            controlling = type == StunAttribute.ICE_CONTROLLING;
            controlled = !controlling;
            tieBreaker = value;
        }
    }

    /// RFC 8489 section 14.8: `0 (21 bits) | class (3 bits) | number (8 bits) | reason`.
    private boolean readError(byte[] bytes, int value, int length) {
        if (length < 4 || length - 4 > MAX_TEXT) {
            return false;
        }
        int hundreds = bytes[value + 2] & 7;
        int number = bytes[value + 3] & 0xFF;
        if (hundreds < 3 || hundreds > 6 || number > 99) {
            return false;
        }
        if (errorCode == 0) {
            errorCode = hundreds * 100 + number;
            errorReason = text(bytes, value + 4, length - 4);
        }
        return true;
    }

    private void noteUnknown(int type) {
        if (!StunAttribute.isRequired(type) || unknownRequired.size() == MAX_UNKNOWN) {
            return;
        }
        if (unknownRequired.isEmpty()) {
            unknownRequired = new ArrayList<>();
        }
        unknownRequired.add(type);
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
