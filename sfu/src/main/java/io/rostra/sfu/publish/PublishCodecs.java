package io.rostra.sfu.publish;

import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.RtpMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which of the offered codecs we answer with: one per section, since the answer decides what the
/// browser encodes. H.264 constrained baseline first, so that live egress can copy frames; VP8 for
/// whoever cannot, and other profiles of H.264 for encoders that have nothing else.
final class PublishCodecs {

    private static final int VIDEO_CLOCK = 90_000;

    /// @param codec what is to be sent
    /// @param retransmission its RTX format, if offered
    record Choice(RtpMap codec, Optional<RtpMap> retransmission) {}

    private PublishCodecs() {}

    static Optional<Choice> choose(MediaSection section) {
        List<RtpMap> offered = section.rtpMaps();
        Optional<RtpMap> codec =
                switch (section.kind()) {
                    case "audio" -> offered.stream().filter(PublishCodecs::isOpus).findFirst();
                    case "video" ->
                            firstOf(
                                    offered.stream().filter(map -> isH264(map, "42e0")).findFirst(),
                                    offered.stream().filter(map -> isH264(map, "4200")).findFirst(),
                                    offered.stream().filter(PublishCodecs::isVp8).findFirst(),
                                    offered.stream().filter(map -> isH264(map, "")).findFirst());
                    default -> Optional.empty();
                };
        return codec.map(chosen -> new Choice(chosen, retransmissionOf(chosen, offered)));
    }

    @SafeVarargs
    private static Optional<RtpMap> firstOf(Optional<RtpMap>... candidates) {
        for (Optional<RtpMap> candidate : candidates) {
            if (candidate.isPresent()) {
                return candidate;
            }
        }
        return Optional.empty();
    }

    private static boolean isOpus(RtpMap map) {
        return map.is("opus") && map.clockRate() == 48_000;
    }

    private static boolean isVp8(RtpMap map) {
        return map.is("VP8") && map.clockRate() == VIDEO_CLOCK;
    }

    /// Packetization mode 1 (RFC 6184 section 5.4): frames larger than a packet need fragments.
    private static boolean isH264(RtpMap map, String profile) {
        return map.is("H264")
                && map.clockRate() == VIDEO_CLOCK
                && map.parameter("packetization-mode").orElse("0").equals("1")
                && map.parameter("profile-level-id")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .startsWith(profile);
    }

    private static Optional<RtpMap> retransmissionOf(RtpMap codec, List<RtpMap> offered) {
        return offered.stream()
                .filter(map -> map.associatedPayloadType() == codec.payloadType())
                .findFirst();
    }
}
