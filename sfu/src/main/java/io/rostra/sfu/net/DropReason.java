package io.rostra.sfu.net;

/// Why a datagram or packet went no further. Counted, never logged one by one.
public enum DropReason {
    /// Not STUN, DTLS, RTP or RTCP (RFC 7983).
    NOT_WEBRTC,
    /// From an address that no transport has proven by ICE.
    UNKNOWN_ADDRESS,
    /// A STUN request for credentials that nobody has.
    UNKNOWN_USERNAME,
    /// A STUN request that is malformed or whose MESSAGE-INTEGRITY is wrong.
    STUN_REFUSED,
    SRTP_BEFORE_KEYS,
    SRTP_REFUSED,
    MALFORMED_RTP,
    MALFORMED_RTCP,
    /// RTP of a source that the session description does not name.
    UNKNOWN_SSRC,
    DUPLICATE,
    /// The socket's buffer was full when it was to be sent.
    SEND_BUFFER_FULL
}
