package io.rostra.sfu.publish;

import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.RtpMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which of the offered codecs we answer with: one per section, since the answer decides what the
/// browser encodes. What the role wants, if that is VP9 or AV1; else H.264 constrained baseline, so
/// that live egress can copy frames; VP8, VP9 and AV1 for whoever cannot, and other profiles of
/// H.264 for encoders that have nothing else.
final class PublishCodecs {

    private static final int VIDEO_CLOCK = 90_000;

    /// @param codec what is to be sent
    /// @param retransmission its RTX format, if offered
    /// @param redundancy format of redundant audio (RFC 2198) that the client would rather send
    record Choice(RtpMap codec, Optional<RtpMap> retransmission, Optional<RtpMap> redundancy) {}

    private PublishCodecs() {}

    /// @param preferred name of a codec as in `a=rtpmap`, empty for our own order
    static Optional<Choice> choose(MediaSection section, String preferred) {
        List<RtpMap> offered = section.rtpMaps();
        return switch (section.kind()) {
            case "audio" ->
                    first(offered, PublishCodecs::isOpus)
                            .map(opus ->
                                    new Choice(opus, Optional.empty(), redundancy(opus, offered)));
            case "video" ->
                    video(offered, preferred)
                            .map(codec ->
                                    new Choice(
                                            codec,
                                            first(offered, map -> repairs(map, codec)),
                                            Optional.empty()));
            default -> Optional.empty();
        };
    }

    private static Optional<RtpMap> video(List<RtpMap> offered, String preferred) {
        return Stream.<Predicate<RtpMap>>of(
                        map -> isScalable(map) && map.is(preferred),
                        map -> isH264(map, "42e0"),
                        map -> isH264(map, "4200"),
                        PublishCodecs::isVp8,
                        PublishCodecs::isScalable,
                        map -> isH264(map, ""))
                .flatMap(kind -> first(offered, kind).stream())
                .findFirst();
    }

    private static Optional<RtpMap> first(List<RtpMap> offered, Predicate<RtpMap> kind) {
        return offered.stream().filter(kind).findFirst();
    }

    /// Redundancy costs the bandwidth again, so it is for those who put it first.
    private static Optional<RtpMap> redundancy(RtpMap opus, List<RtpMap> offered) {
        return first(offered, map -> map == opus || map.is("red"))
                .filter(map -> map.is("red") && map.clockRate() == opus.clockRate());
    }

    private static boolean isOpus(RtpMap map) {
        return map.is("opus") && map.clockRate() == 48_000;
    }

    private static boolean isVp8(RtpMap map) {
        return map.is("VP8") && map.clockRate() == VIDEO_CLOCK;
    }

    /// Profile 0 of either, eight bits and 4:2:0, which every decoder has.
    static boolean isScalable(RtpMap map) {
        boolean vp9 = map.is("VP9") && map.parameter("profile-id").orElse("0").equals("0");
        boolean av1 = map.is("AV1") && map.parameter("profile").orElse("0").equals("0");
        return (vp9 || av1) && map.clockRate() == VIDEO_CLOCK;
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

    private static boolean repairs(RtpMap map, RtpMap codec) {
        return map.associatedPayloadType() == codec.payloadType();
    }
}
