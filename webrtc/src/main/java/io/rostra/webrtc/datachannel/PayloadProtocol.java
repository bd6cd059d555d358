package io.rostra.webrtc.datachannel;

/// SCTP payload protocol identifiers of WebRTC (RFC 8831 section 8).
final class PayloadProtocol {
    static final int DCEP = 50;
    static final int STRING = 51;
    static final int BINARY = 53;

    /// SCTP cannot carry empty messages: these have one byte, to be ignored.
    static final int STRING_EMPTY = 56;

    static final int BINARY_EMPTY = 57;

    private PayloadProtocol() {}
}
