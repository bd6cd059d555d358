package io.rostra.sfu;

import static io.rostra.sfu.OnStage.CAMERA;
import static io.rostra.sfu.OnStage.MICROPHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.sfu.subscribe.VideoLayer;
import io.rostra.webrtc.sdp.Direction;
import io.rostra.webrtc.sdp.SdpException;
import io.rostra.webrtc.sdp.SdpParser;
import io.rostra.webrtc.sdp.SessionDescription;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Offers of the publish connection: what they set off, and which are refused.
class PublishNegotiationTest {

    /// Offers that no server may accept, made from a good one.
    enum BadOffer {
        EMPTY("cannot be read", _ -> ""),
        NOT_SDP("line 1", _ -> "{\"type\":\"offer\"}"),
        NO_SECTION("no media section", sdp -> sdp.substring(0, sdp.indexOf("m="))),
        NO_FINGERPRINT("fingerprint", sdp -> sdp.replace("a=fingerprint:", "a=x:")),
        WEAK_FINGERPRINT("sha-256", sdp -> sdp.replace("sha-256", "sha-1")),
        NO_UFRAG("ice-ufrag", sdp -> sdp.replace("a=ice-ufrag:", "a=x:")),
        PASSIVE("passive", sdp -> sdp.replace("actpass", "passive")),
        NO_MID("a=mid", sdp -> sdp.replace("a=mid:1", "a=x:1")),
        DUPLICATE_MIDS("a=mid", sdp -> sdp.replace("a=mid:2", "a=mid:1")),
        LONG_MID("a=mid", sdp -> sdp.replace("a=mid:2", "a=mid:" + "2".repeat(33))),
        SECTION_GONE("agreed on before", sdp -> sdp.substring(0, sdp.lastIndexOf("m="))),
        NOTHING_IN_COMMON(
                "nothing in common",
                sdp ->
                        sdp.replace(
                                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
                                "m=text 9 RTP/AVP 98")),
        THOUSAND_SECTIONS(
                "media sections", sdp -> sdp + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n".repeat(1_000)),
        ENDLESS("characters", sdp -> sdp + "a=x\r\n".repeat(200_000));

        private final String named;
        private final UnaryOperator<String> spoil;

        BadOffer(String named, UnaryOperator<String> spoil) {
            this.named = named;
            this.spoil = spoil;
        }
    }

    @Test
    void refusesABadOfferAndChangesNothing() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            String good = stage.browsers.call(stage.publisher::offer);
            List<TrackDescription> tracks = stage.browsers.call(stage.publisher::descriptions);
            List<PublishedTrack> before = stage.publishedTracks();
            List<String> events = List.copyOf(stage.alice.events);

            for (BadOffer bad : BadOffer.values()) {
                assertThatExceptionOfType(NegotiationException.class)
                        .as("%s", bad)
                        .isThrownBy(() -> stage.alice.answer(bad.spoil.apply(good), tracks))
                        .withMessageContaining(bad.named);
                assertThat(stage.publishedTracks()).isEqualTo(before);
                assertThat(stage.alice.events).isEqualTo(events);
            }
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "x\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host",
                "x\ny",
                "\u00e4"
            })
    void refusesIdsThatCouldWriteIntoOtherPeoplesOffers(String id) throws Exception {
        try (var stage = new OnStage()) {
            String offer = stage.browsers.call(stage.publisher::offer);

            for (var description :
                    List.of(
                            new TrackDescription(CAMERA, id, MediaKind.VIDEO),
                            new TrackDescription(id, "stream", MediaKind.VIDEO))) {
                assertThatExceptionOfType(NegotiationException.class)
                        .isThrownBy(() -> stage.alice.answer(offer, List.of(description)))
                        .withMessageContaining("ids");
            }
            assertThat(stage.publishedTracks()).isEmpty();
        }
    }

    @Test
    void answersTheSameOfferTheSame() throws Exception {
        try (var stage = new OnStage()) {
            stage.alice.negotiate();
            List<PublishedTrack> before = stage.publishedTracks();
            String offer = stage.browsers.call(stage.publisher::offer);
            List<TrackDescription> tracks = stage.browsers.call(stage.publisher::descriptions);

            String once = stage.alice.answer(offer, tracks);
            String twice = stage.alice.answer(offer, tracks);

            assertThat(withoutVersion(twice)).isEqualTo(withoutVersion(once));
            assertThat(stage.publishedTracks()).isEqualTo(before);
            assertThat(stage.alice.events)
                    .containsOnlyOnce("published " + CAMERA)
                    .doesNotContain("unpublished " + CAMERA);
        }
    }

    @Test
    void publishesWhatIsDescribedOnly() throws Exception {
        try (var stage = new OnStage()) {
            String offer = stage.browsers.call(stage.publisher::offer);
            var other = new TrackDescription("other", "elsewhere", MediaKind.VIDEO);

            SessionDescription answer =
                    SdpParser.parse(
                            stage.alice.answer(
                                    offer, List.of(stage.microphone.description(), other)));

            assertThat(answer.media())
                    .extracting(section -> section.direction())
                    .containsExactly(Direction.SENDRECV, Direction.INACTIVE, Direction.RECVONLY);
            assertThat(stage.alice.events).containsExactly("published " + MICROPHONE);
        }
    }

    /// Firefox changes the ids in its descriptions, so the stream and the kind must do.
    @Test
    void usesEachDescriptionForOneSection() throws Exception {
        try (var stage = new OnStage()) {
            stage.browsers.run(() -> stage.publisher.addTrack(MediaKind.VIDEO, "screen", "stream"));
            String offer =
                    stage.browsers
                            .call(stage.publisher::offer)
                            .replace("stream camera", "stream {1}")
                            .replace("stream screen", "stream {2}");
            var camera = new TrackDescription(CAMERA, "stream", MediaKind.VIDEO);
            var screen = new TrackDescription("screen", "stream", MediaKind.VIDEO);

            stage.alice.answer(offer, List.of(camera));
            assertThat(stage.alice.events).containsExactly("published " + CAMERA);
            stage.alice.answer(offer, List.of(screen, camera));

            assertThat(stage.alice.events)
                    .as("the camera keeps its section, whatever the order")
                    .containsExactly("published " + CAMERA, "published screen");
        }
    }

    @Test
    void takesASectionThatTheBrowserStopped() throws Exception {
        try (var stage = new OnStage()) {
            String offer =
                    stage.browsers
                            .call(stage.publisher::offer)
                            .replace("m=application 9", "m=application 0")
                            .replace("BUNDLE 0 1 2", "BUNDLE 1 2");
            List<TrackDescription> tracks = stage.browsers.call(stage.publisher::descriptions);

            SessionDescription answer = SdpParser.parse(stage.alice.answer(offer, tracks));

            assertThat(answer.attribute("group")).hasValue("BUNDLE 1 2");
            assertThat(answer.media().get(0).port()).isZero();
            assertThat(answer.media().get(1).has("candidate")).isTrue();
            assertThat(answer.media().get(2).has("candidate")).isFalse();
        }
    }

    @Test
    void replacesATrackInItsSection() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            PublishedTrack before = stage.published(CAMERA);
            var screen =
                    stage.browsers.call(() -> stage.publisher.replaceTrack(stage.camera, "screen"));
            stage.alice.negotiate();

            assertThat(stage.alice.events).endsWith("unpublished " + CAMERA, "published screen");
            PublishedTrack after = stage.published("screen");
            stage.browsers.run(() -> stage.publisher.sendFrame(screen, true));
            stage.browsers.run(() -> stage.publisher.sendFrame(stage.camera, true));
            stage.settle();
            LoopbackSfu.on(
                    stage.room.loop(),
                    () -> {
                        assertThat(after.packetCount()).isEqualTo(3);
                        assertThat(before.packetCount()).isZero();
                    });
        }
    }

    @Test
    void restartsIceWhenTheBrowserDoes() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            String first = ufrag(stage);
            assertThat(ufrag(stage)).isEqualTo(first);

            stage.browsers.run(() -> stage.publisher.browser().restartIce());
            assertThat(ufrag(stage)).isNotEqualTo(first);

            stage.alice.negotiate();
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
        }
    }

    private static String ufrag(OnStage stage) throws SdpException, NegotiationException {
        String answer =
                stage.alice.answer(
                        stage.browsers.call(stage.publisher::offer),
                        stage.browsers.call(stage.publisher::descriptions));
        return SdpParser.parse(answer).transportAttribute("ice-ufrag").orElseThrow();
    }

    private static String withoutVersion(String sdp) {
        return sdp.replaceFirst("o=.*\r\n", "");
    }
}
