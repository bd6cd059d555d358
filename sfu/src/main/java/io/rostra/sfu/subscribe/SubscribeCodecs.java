package io.rostra.sfu.subscribe;

import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import java.util.List;

/// The payload types of our offers: fixed per codec for a connection's whole life, since browsers
/// take it badly when a payload type changes its codec.
final class SubscribeCodecs {

    /// Id of the audio level extension (RFC 6464) in what we send.
    static final int AUDIO_LEVEL_ID = 1;

    /// Id of the transport-wide sequence number in what we send; Chromium's own.
    static final int TRANSPORT_CC_ID = 3;

    /// Id of the dependency descriptor in what we send; Chromium's own.
    static final int DEPENDENCY_DESCRIPTOR_ID = 12;

    /// Payload type of redundant audio (RFC 2198); Chromium's own.
    static final int REDUNDANCY_TYPE = 63;

    private static final List<String> VIDEO_FEEDBACK =
            List.of("nack", "nack pli", "ccm fir", "transport-cc");

    private static final List<String> AUDIO_FEEDBACK = List.of("transport-cc");

    private SubscribeCodecs() {}

    /// @param retransmissionType payload type of the RTX format, or 0
    /// @param parameters of `a=fmtp`
    record Format(
            int payloadType,
            String rtpmap,
            String parameters,
            int retransmissionType,
            List<String> feedback) {}

    static Format of(PublishedTrack track) {
        if (track.kind() == MediaKind.AUDIO) {
            return new Format(
                    111, "opus/48000/2", "minptime=10;useinbandfec=1;usedtx=1", 0, AUDIO_FEEDBACK);
        }
        return switch (track.codecName().toUpperCase(java.util.Locale.ROOT)) {
            case "H264" ->
                    new Format(
                            102,
                            "H264/90000",
                            "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
                            103,
                            VIDEO_FEEDBACK);
            case "VP8" -> new Format(96, "VP8/90000", "", 97, VIDEO_FEEDBACK);
            case "VP9" -> new Format(98, "VP9/90000", "profile-id=0", 99, VIDEO_FEEDBACK);
            case "AV1" ->
                    new Format(45, "AV1/90000", "level-idx=5;profile=0;tier=0", 46, VIDEO_FEEDBACK);
            default ->
                    throw new IllegalStateException(
                            "Publishing negotiates no " + track.codecName());
        };
    }
}
