package io.rostra.sfu.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.sfu.net.TransportDescription;
import io.rostra.webrtc.dtls.DtlsRole;
import io.rostra.webrtc.dtls.Fingerprint;
import io.rostra.webrtc.ice.IceCredentials;
import io.rostra.webrtc.sdp.Direction;
import io.rostra.webrtc.sdp.ExtensionUri;
import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.RtpMap;
import io.rostra.webrtc.sdp.SdpParser;
import io.rostra.webrtc.sdp.SessionDescription;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What Chromium insists on in an answer (tried against its setRemoteDescription).
class PublishAnswerTest {

    private static final String OFFER =
            """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE a b c d
            a=ice-ufrag:abcd
            a=ice-pwd:0123456789012345678901
            a=fingerprint:sha-256 E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55
            a=setup:actpass
            m=audio 9 UDP/TLS/RTP/SAVPF 111 63
            a=mid:a
            a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
            a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
            a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
            a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
            a=sendrecv
            a=msid:stream sound
            a=rtpmap:111 opus/48000/2
            a=rtcp-fb:111 transport-cc
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtpmap:63 red/48000/2
            m=video 9 UDP/TLS/RTP/SAVPF 96 97 106 107
            a=mid:b
            a=extmap:13 urn:3gpp:video-orientation
            a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
            a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
            a=msid:stream picture
            a=sendonly
            a=rtpmap:96 VP8/90000
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            a=rtpmap:106 H264/90000
            a=rtcp-fb:106 goog-remb
            a=rtcp-fb:106 transport-cc
            a=rtcp-fb:106 ccm fir
            a=rtcp-fb:106 nack
            a=rtcp-fb:106 nack pli
            a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
            a=rtpmap:107 rtx/90000
            a=fmtp:107 apt=106
            m=video 9 UDP/TLS/RTP/SAVPF 98
            a=mid:c
            a=sendonly
            a=msid:stream unspoken
            a=rtpmap:98 H265/90000
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            a=mid:d
            a=sctp-port:5000
            """;
    private static final TransportDescription TRANSPORT =
            new TransportDescription(
                    new IceCredentials("ourfragment1", "our-password-24-character"),
                    Fingerprint.of(new byte[] {1}),
                    List.of("1 1 udp 2130706431 192.0.2.1 7882 typ host"));

    private SessionDescription answer;
    private String text;

    @BeforeEach
    void answer() throws Exception {
        var tracks =
                List.of(
                        new TrackDescription("sound", "stream", MediaKind.AUDIO),
                        new TrackDescription("picture", "stream", MediaKind.VIDEO),
                        new TrackDescription("unspoken", "stream", MediaKind.VIDEO));
        text =
                new PublishNegotiation("peer", DtlsRole.SERVER)
                        .read(OFFER, tracks, Set.of())
                        .answer(TRANSPORT);
        answer = SdpParser.parse(text);
    }

    @Test
    void takesTheActivePartForAClientThatWaits() throws Exception {
        String waiting = OFFER.replaceAll("a=setup:\\w+", "a=setup:passive");
        assertThat(
                        new PublishNegotiation("peer", DtlsRole.CLIENT)
                                .read(waiting, List.of(), Set.of())
                                .answer(TRANSPORT))
                .contains("a=setup:active")
                .doesNotContain("a=setup:passive");
        assertThatThrownBy(() ->
                        new PublishNegotiation("peer", DtlsRole.SERVER)
                                .read(waiting, List.of(), Set.of()))
                .isInstanceOf(NegotiationException.class)
                .hasMessageContaining("setup:passive");
    }

    @Test
    void keepsOrderKindsAndMids() {
        assertThat(answer.media())
                .extracting(MediaSection::kind)
                .containsExactly("audio", "video", "video", "application");
        assertThat(answer.media())
                .extracting(section -> section.mid().orElseThrow())
                .containsExactly("a", "b", "c", "d");
        assertThat(text).startsWith("v=0\r\no=").contains("\r\ns=-\r\n", "\r\nt=0 0\r\n");
        assertThat(text).endsWith("\r\n").doesNotContain("\r\n\r\n");
    }

    @Test
    void bundlesWhatIsNotRejected() {
        assertThat(answer.attribute("group")).hasValue("BUNDLE a b d");
        assertThat(answer.media())
                .extracting(MediaSection::rejected)
                .containsExactly(false, false, true, false);
        assertThat(answer.attribute("ice-lite")).isPresent();
    }

    @Test
    void describesTheTransportOnEverySectionAndCandidatesOnTheFirst() {
        for (int i : List.of(0, 1, 3)) {
            MediaSection section = answer.media().get(i);
            assertThat(section.attribute("setup")).hasValue("passive");
            assertThat(section.attribute("ice-ufrag")).hasValue("ourfragment1");
            assertThat(section.attribute("ice-pwd")).hasValue("our-password-24-character");
            assertThat(section.attribute("fingerprint").orElseThrow()).startsWith("sha-256 ");
            assertThat(section.has("candidate")).isEqualTo(i == 0);
        }
        assertThat(answer.media().get(2).has("ice-ufrag")).isFalse();
    }

    @Test
    void receivesOneCodecPerSection() {
        MediaSection audio = answer.media().get(0);
        MediaSection video = answer.media().get(1);

        assertThat(audio.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(audio.has("rtcp-mux")).isTrue();
        assertThat(audio.formats()).containsExactly("111");
        assertThat(audio.rtpMaps().getFirst().channels()).isEqualTo(2);
        assertThat(audio.rtpMaps().getFirst().parameter("useinbandfec")).hasValue("1");
        assertThat(video.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(video.formats()).containsExactly("106", "107");
        RtpMap h264 = video.rtpMaps().getFirst();
        assertThat(h264.feedback())
                .containsExactlyInAnyOrder("transport-cc", "ccm fir", "nack", "nack pli");
        assertThat(h264.parameter("profile-level-id")).hasValue("42e01f");
        assertThat(h264.parameter("packetization-mode")).hasValue("1");
        assertThat(h264.parameter("x-google-start-bitrate")).isPresent();
        assertThat(video.rtpMaps().get(1).associatedPayloadType()).isEqualTo(106);
    }

    @Test
    void takesOverExtensionsUnderTheOfferedIds() {
        assertThat(answer.media().get(0).extensions().values()).containsExactlyInAnyOrder(1, 3, 4);
        assertThat(answer.media().get(1).extensions().values())
                .as("not the orientation")
                .containsExactlyInAnyOrder(3, 4);
    }

    @Test
    void saysNothingOfSourcesOfItsOwn() {
        assertThat(text).doesNotContain("a=ssrc", "a=msid:", "a=rid", "a=simulcast");
    }

    @Test
    void takesTheDataChannel() {
        MediaSection data = answer.media().get(3);

        assertThat(data.formats()).containsExactly("webrtc-datachannel");
        assertThat(data.attribute("sctp-port")).hasValue("5000");
        assertThat(data.attribute("max-message-size")).hasValue("262144");
        assertThat(data.has("rtcp-mux")).isFalse();
    }

    @Test
    void takesLayersWithTheirDescriptorsWhereTheRoleWantsThem() throws Exception {
        String offer =
                """
                v=0
                a=group:BUNDLE 0 1
                a=extmap-allow-mixed
                a=fingerprint:sha-256 E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55
                a=ice-ufrag:fragment
                m=video 9 UDP/TLS/RTP/SAVPF 96 98 45
                a=mid:0
                a=sendonly
                a=msid:stream camera
                a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
                a=extmap:12 %1$s
                a=rtpmap:96 VP8/90000
                a=rtpmap:98 VP9/90000
                a=rtpmap:45 AV1/90000
                m=audio 9 UDP/TLS/RTP/SAVPF 63 111
                a=mid:1
                a=sendonly
                a=msid:stream microphone
                a=rtpmap:63 red/48000/2
                a=fmtp:63 111/111
                a=rtpmap:111 opus/48000/2
                a=fmtp:111 minptime=10
                """
                        .formatted(ExtensionUri.DEPENDENCY_DESCRIPTOR);

        SessionDescription scalable = answered(offer, "av1");
        MediaSection video = scalable.media().get(0);
        assertThat(scalable.attribute("extmap-allow-mixed")).isPresent();
        assertThat(video.formats()).containsExactly("45");
        assertThat(video.extensions()).containsEntry(ExtensionUri.DEPENDENCY_DESCRIPTOR, 12);
        MediaSection audio = scalable.media().get(1);
        assertThat(audio.formats()).containsExactly("63", "111");
        assertThat(audio.attributes("fmtp"))
                .containsExactly("63 111/111", "111 minptime=10;useinbandfec=1");

        MediaSection plain = answered(offer, "vp8").media().get(0);
        assertThat(plain.formats()).containsExactly("96");
        assertThat(plain.extensions()).doesNotContainKey(ExtensionUri.DEPENDENCY_DESCRIPTOR);
    }

    private static SessionDescription answered(String offer, String codec) throws Exception {
        var tracks =
                List.of(
                        new TrackDescription("camera", "stream", MediaKind.VIDEO, codec),
                        new TrackDescription("microphone", "stream", MediaKind.AUDIO));
        return SdpParser.parse(
                new PublishNegotiation("peer", DtlsRole.SERVER)
                        .read(offer, tracks, Set.of())
                        .answer(TRANSPORT));
    }
}
