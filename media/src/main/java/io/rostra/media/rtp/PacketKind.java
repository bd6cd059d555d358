package io.rostra.media.rtp;

/// What a datagram on a WebRTC port is, by its first byte (RFC 7983 section 7).
///
/// ```
///              +----------------+
///              |        [0..3] -+--> STUN
///              |      [20..63] -+--> DTLS
///  datagram -->|    [128..191] -+--> RTP, or RTCP if (second byte & 127) in 64..95 (RFC 5761 section 4)
///              |     the rest  -+--> UNKNOWN (ZRTP, TURN channels, QUIC)
///              +----------------+
/// ```
public enum PacketKind {
    STUN,
    DTLS,
    RTP,
    RTCP,
    UNKNOWN;

    /// Smallest packets worth a parser: STUN header, DTLS record header, RTP header, RTCP header
    /// with SSRC.
    private static final int MIN_STUN = 20;

    private static final int MIN_DTLS = 13;
    private static final int MIN_RTCP = 8;

    /// Classifies without parsing; a datagram too short for its kind is [#UNKNOWN].
    public static PacketKind classify(byte[] buffer, int offset, int length) {
        if (length < MIN_RTCP || offset < 0 || length > buffer.length - offset) {
            return UNKNOWN;
        }
        int first = buffer[offset] & 0xFF;
        if (first < 4) {
            return length >= MIN_STUN ? STUN : UNKNOWN;
        }
        if (first >= 20 && first < 64) {
            return length >= MIN_DTLS ? DTLS : UNKNOWN;
        }
        if (first < 128 || first > 191) {
            return UNKNOWN;
        }
        int type = buffer[offset + 1] & 0x7F;
        if (type >= 64 && type < 96) {
            return RTCP;
        }
        return length >= RtpPacket.FIXED_HEADER_LENGTH ? RTP : UNKNOWN;
    }
}
