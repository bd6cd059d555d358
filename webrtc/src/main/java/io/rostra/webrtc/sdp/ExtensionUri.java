package io.rostra.webrtc.sdp;

/// URIs of the RTP header extensions we negotiate (RFC 8285).
public final class ExtensionUri {
    /// RFC 6464.
    public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    /// RFC 9143 section 15.2.
    public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /// RFC 8852.
    public static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

    /// RFC 8852.
    public static final String REPAIRED_RID =
            "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

    /// draft-holmer-rmcat-transport-wide-cc-extensions-01.
    public static final String TRANSPORT_CC =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    /// AV1 RTP specification, appendix A.5.
    public static final String DEPENDENCY_DESCRIPTOR =
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    /// 3GPP TS 26.114 section 6.2.3: how the picture must be turned.
    public static final String VIDEO_ORIENTATION = "urn:3gpp:video-orientation";

    private ExtensionUri() {}
}
