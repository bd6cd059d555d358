package io.rostra.webrtc.stun;

/// Attribute types (RFC 8489 section 18.3, RFC 8445 section 16.1). Those below 0x8000 must be
/// understood or the message refused.
final class StunAttribute {
    static final int MAPPED_ADDRESS = 0x0001;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int ERROR_CODE = 0x0009;
    static final int UNKNOWN_ATTRIBUTES = 0x000A;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
    static final int XOR_MAPPED_ADDRESS = 0x0020;
    static final int PRIORITY = 0x0024;
    static final int USE_CANDIDATE = 0x0025;
    static final int SOFTWARE = 0x8022;
    static final int FINGERPRINT = 0x8028;
    static final int ICE_CONTROLLED = 0x8029;
    static final int ICE_CONTROLLING = 0x802A;

    /// First type that may be ignored when not understood.
    static final int COMPREHENSION_OPTIONAL = 0x8000;

    private StunAttribute() {}

    static boolean isRequired(int type) {
        return type < COMPREHENSION_OPTIONAL;
    }
}
