package io.rostra.webrtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpParserTest {

    private static final String HEAD = "v=0\r\no=- 7 42 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    @Test
    void readsSectionsAndTransportOfChromium() throws SdpException {
        SessionDescription offer = SdpParser.parse(Offers.CHROMIUM);

        assertThat(offer.version()).isEqualTo(2);
        assertThat(offer.attribute("group")).hasValue("BUNDLE 0 1 2");
        assertThat(offer.media())
                .extracting(MediaSection::kind)
                .containsExactly("audio", "video", "application");
        assertThat(offer.media())
                .extracting(section -> section.mid().orElseThrow())
                .containsExactly("0", "1", "2");
        assertThat(offer.media())
                .extracting(MediaSection::direction)
                .containsExactly(Direction.SENDONLY, Direction.SENDONLY, Direction.SENDRECV);
        assertThat(offer.media().get(2).isData()).isTrue();
        assertThat(offer.media().get(2).formats()).containsExactly("webrtc-datachannel");
        assertThat(offer.transportAttribute("ice-ufrag")).hasValue("Xk3p");
        assertThat(offer.transportAttribute("setup")).hasValue("actpass");
        assertThat(offer.transportAttribute("fingerprint").orElseThrow())
                .startsWith("sha-256 7B:8F:4D");
    }

    @ParameterizedTest
    @CsvSource({
        "96, VP8, 5, -1",
        "97, rtx, 0, 96",
        "102, H264, 5, -1",
        "107, rtx, 0, 106",
        "98, VP9, 5, -1",
        "120, ulpfec, 0, -1"
    })
    void readsVideoFormatsOfChromium(int payloadType, String codec, int feedback, int repairs)
            throws SdpException {
        RtpMap map = format(SdpParser.parse(Offers.CHROMIUM).media().get(1), payloadType);

        assertThat(map.is(codec)).isTrue();
        assertThat(map.clockRate()).isEqualTo(90_000);
        assertThat(map.channels()).isEqualTo(1);
        assertThat(map.feedback()).hasSize(feedback);
        assertThat(map.associatedPayloadType()).isEqualTo(repairs);
    }

    @Test
    void readsCodecDetailsOfChromium() throws SdpException {
        SessionDescription offer = SdpParser.parse(Offers.CHROMIUM);
        MediaSection audio = offer.media().getFirst();
        MediaSection video = offer.media().get(1);

        RtpMap opus = audio.rtpMaps().getFirst();
        assertThat(opus.payloadType()).isEqualTo(111);
        assertThat(opus.is("OPUS")).isTrue();
        assertThat(opus.channels()).isEqualTo(2);
        assertThat(opus.parameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of("minptime", "10", "useinbandfec", "1"));
        assertThat(format(video, 106).parameter("Profile-Level-Id")).hasValue("42e01f");
        assertThat(format(video, 106).feedback())
                .containsExactly("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli");
        assertThat(video.extensions())
                .containsEntry(ExtensionUri.MID, 4)
                .containsEntry(ExtensionUri.TRANSPORT_CC, 3)
                .containsEntry(ExtensionUri.VIDEO_ORIENTATION, 13);
        assertThat(video.ssrcs()).containsExactly(1193046471, (int) 3405691582L);
        assertThat(video.retransmissionSsrcs())
                .containsExactly(Map.entry(1193046471, (int) 3405691582L));
        assertThat(video.attribute("msid").orElseThrow())
                .endsWith(" b7f4a1de-93b5-4d3c-8a06-3f5a8f0ab1c2");
    }

    @Test
    void readsFirefox() throws SdpException {
        SessionDescription offer = SdpParser.parse(Offers.FIREFOX);
        MediaSection audio = offer.media().getFirst();
        MediaSection video = offer.media().get(1);

        assertThat(offer.version()).isZero();
        assertThat(offer.transportAttribute("fingerprint").orElseThrow())
                .as("at session level")
                .startsWith("sha-256 0D:9C:B1");
        assertThat(offer.transportAttribute("ice-ufrag")).hasValue("a91c07de");
        assertThat(audio.extensions())
                .as("direction behind the id")
                .containsEntry("urn:ietf:params:rtp-hdrext:csrc-audio-level", 2);
        assertThat(audio.rtpMaps().getFirst().payloadType()).isEqualTo(109);
        assertThat(format(audio, 9).channels()).isEqualTo(1);
        RtpMap h264 = format(video, 126);
        assertThat(h264.is("h264")).isTrue();
        assertThat(h264.parameter("packetization-mode")).hasValue("1");
        assertThat(format(video, 97).parameter("packetization-mode")).isEmpty();
        assertThat(video.retransmissionSsrcs()).containsKey((int) 4026531841L);
    }

    @Test
    void roundTrips() throws SdpException {
        for (String text : List.of(Offers.CHROMIUM, Offers.FIREFOX)) {
            SessionDescription once = SdpParser.parse(text);
            SessionDescription twice = SdpParser.parse(once.toString());

            assertThat(twice).isEqualTo(once);
            assertThat(once.toString()).endsWith("\r\n").doesNotContain("\r\n\r\n");
            assertThat(once.toString().replace("\r\n", "")).doesNotContain("\n", "\r");
        }
    }

    @Test
    void takesAnyLineEndAndUnknownLines() throws SdpException {
        String text = HEAD + "b=AS:500\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\ni=x\r\na=mid:0\r\n\r\n";

        assertThat(SdpParser.parse(text.replace("\r\n", "\n")))
                .isEqualTo(SdpParser.parse(text))
                .isEqualTo(SdpParser.parse(text.strip()));
        assertThat(SdpParser.parse(text).media().getFirst().mid()).hasValue("0");
    }

    @Test
    void leavesOutWhatItCannotRead() throws SdpException {
        MediaSection section =
                SdpParser.parse(
                                HEAD
                                        + """
                                        m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99 100 x 128 -1
                                        a=rtpmap:96
                                        a=rtpmap:97 VP8
                                        a=rtpmap:98 VP8/fast
                                        a=rtpmap:99 VP8/90000/two
                                        a=rtpmap:100 VP8/90000
                                        a=rtpmap:x VP8/90000
                                        a=rtpmap:128 VP8/90000
                                        a=rtpmap:-1 VP8/90000
                                        a=fmtp:100 ;;=;a;b=;C=1
                                        a=rtcp-fb:100
                                        a=rtcp-fb:* nack
                                        a=extmap:0 urn:a
                                        a=extmap:256 urn:b
                                        a=extmap:x urn:c
                                        a=extmap:5
                                        a=ssrc:4294967296 cname:a
                                        a=ssrc:-1 cname:a
                                        a=ssrc:
                                        a=ssrc:4294967295 cname:a
                                        a=ssrc-group:FID 1
                                        a=ssrc-group:FID 1 x
                                        a=ssrc-group:SIM 1 2
                                        """)
                        .media()
                        .getFirst();

        assertThat(section.rtpMaps()).extracting(RtpMap::payloadType).containsExactly(100);
        assertThat(section.rtpMaps().getFirst().parameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of("b", "", "c", "1"));
        assertThat(section.rtpMaps().getFirst().feedback()).containsExactly("nack");
        assertThat(section.extensions()).isEmpty();
        assertThat(section.ssrcs()).containsExactly(-1);
        assertThat(section.retransmissionSsrcs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "x", "=", "a", " a=mid:0", "{\"sdp\":1}"})
    void namesTheLineThatIsNoField(String line) {
        refuses(HEAD + line + "\r\n", "line 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=",
                "m=audio",
                "m=audio 9 UDP/TLS/RTP/SAVPF",
                "m=audio nine UDP/TLS/RTP/SAVPF 0",
                "m=audio 99999999999 UDP/TLS/RTP/SAVPF 0"
            })
    void namesTheBrokenMediaLine(String line) {
        refuses(HEAD + "m=audio 9 RTP/AVP 0\r\n" + line + "\r\n", "line 6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n\r\n", "o=- 1 1 IN IP4 0.0.0.0\r\n", "m=audio 9 RTP/AVP 0"})
    void wantsAVersionLine(String text) {
        refuses(text, "v=");
    }

    @Test
    void boundsEverythingThatGrows() {
        refuses(HEAD + "a=x\r\n".repeat(SdpParser.MAX_LENGTH / 5), "characters");
        refuses(
                HEAD + "m=audio 9 RTP/AVP 0\r\n".repeat(SdpParser.MAX_SECTIONS + 1),
                "media sections");
        refuses(HEAD + "a=\r\n".repeat(30_000), "lines");
    }

    @Test
    void tellsRejectedFromBundleOnly() throws SdpException {
        SessionDescription description =
                SdpParser.parse(
                        HEAD
                                + """
                                m=audio 0 UDP/TLS/RTP/SAVPF 0
                                a=ice-ufrag:dead
                                m=video 0 UDP/TLS/RTP/SAVPF 0
                                a=bundle-only
                                a=ice-ufrag:live
                                """);

        assertThat(description.media().get(0).rejected()).isTrue();
        assertThat(description.media().get(1).rejected()).isFalse();
        assertThat(description.transportAttribute("ice-ufrag")).hasValue("live");
    }

    private static void refuses(String text, String named) {
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SdpParser.parse(text))
                .withMessageContaining(named);
    }

    private static RtpMap format(MediaSection section, int payloadType) {
        return section.rtpMaps().stream()
                .filter(map -> map.payloadType() == payloadType)
                .findFirst()
                .orElseThrow();
    }
}
