package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.SdpException;
import io.rostra.webrtc.sdp.SdpParser;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishCodecsTest {

    private static final String H264 =
            """
            a=rtpmap:102 H264/90000
            a=fmtp:102 packetization-mode=1;profile-level-id=42001f
            a=rtpmap:103 rtx/90000
            a=fmtp:103 apt=102
            a=rtpmap:104 H264/90000
            a=fmtp:104 packetization-mode=0;profile-level-id=42e01f
            a=rtpmap:106 H264/90000
            a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42E01F
            a=rtpmap:107 rtx/90000
            a=fmtp:107 apt=106
            a=rtpmap:108 H264/90000
            a=fmtp:108 packetization-mode=1;profile-level-id=4d001f
            """;
    private static final String OTHERS =
            """
            a=rtpmap:96 VP8/90000
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            a=rtpmap:98 VP9/90000
            a=rtpmap:45 AV1/90000
            a=rtpmap:101 VP9/90000
            a=fmtp:101 profile-id=2
            a=rtpmap:99 VP8/8000
            a=rtpmap:100 H264/8000
            a=fmtp:100 packetization-mode=1;profile-level-id=42e01f
            """;

    @ParameterizedTest(name = "{0} for {3}: {1}, repaired by {2}")
    @CsvSource({
        "96 97 102 103 104 106 107 108, 106, 107, ''", // constrained baseline, mode 1
        "96 97 102 103 104 108, 102, 103, ''", // baseline before VP8
        "96 97 104 108, 96, 97, ''", // mode 0 and Main are not for copying
        "106, 106, 0, ''",
        "98 45 96, 96, 0, ''",
        "98 45, 98, 0, ''", // better than nothing
        "45, 45, 0, ''",
        "104 108, 108, 0, ''", // an encoder that has nothing else
        "100 101, 0, 0, ''", // neither clock rate nor profile are ours
        "99, 0, 0, ''",
        "96 98 45 106 107, 45, 0, av1",
        "96 98 45 106 107, 98, 0, vp9",
        "96 45 106 107, 106, 107, vp9", // wanted but not offered
        "96 98 45 106 107, 106, 107, vp8" // what templates say that say nothing
    })
    void prefersWhatEgressCanCopyUnlessTheRoleWantsAnother(
            String offered, int chosen, int repair, String preferred) throws SdpException {
        Optional<PublishCodecs.Choice> choice =
                PublishCodecs.choose(section("video", offered, H264 + OTHERS), preferred);

        assertThat(choice.map(c -> c.codec().payloadType()).orElse(0)).isEqualTo(chosen);
        assertThat(choice.flatMap(PublishCodecs.Choice::retransmission).map(r -> r.payloadType()))
                .isEqualTo(repair == 0 ? Optional.empty() : Optional.of(repair));
    }

    @Test
    void takesOpusOnly() throws SdpException {
        String maps = "a=rtpmap:63 red/48000/2\na=rtpmap:109 OPUS/48000/2\na=rtpmap:0 PCMU/8000\n";

        assertThat(PublishCodecs.choose(section("audio", "109 63 0", maps), ""))
                .hasValueSatisfying(choice -> {
                    assertThat(choice.codec().payloadType()).isEqualTo(109);
                    assertThat(choice.redundancy()).isEmpty();
                });
        assertThat(PublishCodecs.choose(section("audio", "63 109 0", maps), ""))
                .hasValueSatisfying(choice -> {
                    assertThat(choice.codec().payloadType()).isEqualTo(109);
                    assertThat(choice.redundancy().orElseThrow().payloadType()).isEqualTo(63);
                });
        assertThat(PublishCodecs.choose(section("audio", "63 0", maps), "")).isEmpty();
        assertThat(PublishCodecs.choose(section("text", "109", maps), "")).isEmpty();
    }

    private static MediaSection section(String kind, String formats, String maps)
            throws SdpException {
        return SdpParser.parse("v=0\nm=" + kind + " 9 UDP/TLS/RTP/SAVPF " + formats + "\n" + maps)
                .media()
                .getFirst();
    }
}
