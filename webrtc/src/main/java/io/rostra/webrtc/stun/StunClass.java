package io.rostra.webrtc.stun;

/// The class bits of a STUN message type (RFC 8489 section 5), in the order of their value.
///
/// ```
///  0                 1
///  2  3  4 5 6 7 8 9 0 1 2 3 4 5
/// +--+--+-+-+-+-+-+-+-+-+-+-+-+-+
/// |M |M |M|M|M|C|M|M|M|C|M|M|M|M|
/// |11|10|9|8|7|1|6|5|4|0|3|2|1|0|
/// +--+--+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public enum StunClass {
    REQUEST,
    INDICATION,
    SUCCESS,
    ERROR;

    static final int BINDING = 0x001;
    private static final int METHOD_MASK = 0x3EEF;
    private static final StunClass[] VALUES = values();

    static boolean isBinding(int messageType) {
        return (messageType & METHOD_MASK) == BINDING;
    }

    static StunClass of(int messageType) {
        return VALUES[messageType >> 7 & 2 | messageType >> 4 & 1];
    }

    /// The message type of a Binding message of this class.
    int bindingType() {
        return BINDING | (ordinal() & 2) << 7 | (ordinal() & 1) << 4;
    }
}
