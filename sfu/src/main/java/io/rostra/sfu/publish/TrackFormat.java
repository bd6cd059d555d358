package io.rostra.sfu.publish;

import io.rostra.webrtc.sdp.RtpMap;
import java.util.List;

/// How the packets of a published track look. Payload types and ids are 0 where there is none.
///
/// @param retransmissionType payload type of RTX (RFC 4588)
/// @param redundancyType payload type of redundant audio (RFC 2198), which packets may have as well
/// @param audioLevelId of the extension with the audio level (RFC 6464)
/// @param dependencyDescriptorId of that extension (AV1 RTP specification, appendix A)
/// @param rids of the simulcast encodings as offered; empty without simulcast
record TrackFormat(
        RtpMap codec,
        int retransmissionType,
        int redundancyType,
        int audioLevelId,
        int dependencyDescriptorId,
        List<String> rids) {
    TrackFormat {
        rids = List.copyOf(rids);
    }

    /// One encoding, never repaired.
    static TrackFormat plain(RtpMap codec) {
        return new TrackFormat(codec, 0, 0, 0, 0, List.of());
    }
}
