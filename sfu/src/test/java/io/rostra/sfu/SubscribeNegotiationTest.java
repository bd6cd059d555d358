package io.rostra.sfu;

import static io.rostra.sfu.OnStage.CAMERA;
import static io.rostra.sfu.OnStage.MICROPHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.browser.TestTrack;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.subscribe.VideoLayer;
import io.rostra.webrtc.sdp.Direction;
import io.rostra.webrtc.sdp.ExtensionUri;
import io.rostra.webrtc.sdp.MediaSection;
import io.rostra.webrtc.sdp.SdpException;
import io.rostra.webrtc.sdp.SdpParser;
import io.rostra.webrtc.sdp.SessionDescription;
import org.junit.jupiter.api.Test;

/// Offers and answers of the subscribe connection as tracks come and go.
class SubscribeNegotiationTest {

    @Test
    void offersTheTracksUnderThePublishersIds() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            SessionDescription offer = parse(stage.bob.offers.getFirst());

            assertThat(offer.media())
                    .extracting(MediaSection::kind)
                    .containsExactly("application", "video", "audio");
            assertThat(msid(offer, 1)).isEqualTo("stream " + CAMERA);
            assertThat(msid(offer, 2)).isEqualTo("stream " + MICROPHONE);
            assertThat(stage.bob.offers).hasSize(1);
        }
    }

    /// Tried against Chromium's setRemoteDescription; integer mids for the 100ms SDK.
    @Test
    void offersWhatBrowsersInsistOn() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            String text = stage.bob.offers.getFirst();
            SessionDescription offer = parse(text);

            assertThat(text)
                    .startsWith("v=0\r\no=")
                    .contains("\r\ns=-\r\n", "\r\nt=0 0\r\n", "\r\na=ice-lite\r\n")
                    .endsWith("\r\n")
                    .doesNotContain("\r\n\r\n");
            assertThat(offer.attribute("group")).hasValue("BUNDLE 0 1 2");
            for (int i = 0; i < 3; i++) {
                MediaSection section = offer.media().get(i);
                assertThat(section.mid()).hasValue(String.valueOf(i));
                assertThat(section.attribute("setup")).hasValue("actpass");
                assertThat(section.attribute("ice-ufrag"))
                        .isEqualTo(offer.transportAttribute("ice-ufrag"));
                assertThat(section.attribute("fingerprint").orElseThrow()).startsWith("sha-256 ");
                assertThat(section.has("candidate")).isEqualTo(i == 0);
                assertThat(section.has("rtcp-mux")).isEqualTo(i > 0);
            }
            MediaSection video = offer.media().get(1);
            assertThat(video.formats()).containsExactly("102", "103");
            assertThat(video.rtpMaps().getFirst().parameter("packetization-mode")).hasValue("1");
            assertThat(video.rtpMaps().getFirst().feedback())
                    .contains("nack", "nack pli", "transport-cc");
            assertThat(video.extensions()).containsEntry(ExtensionUri.TRANSPORT_CC, 3);
            assertThat(offer.media().get(2).extensions())
                    .containsEntry(ExtensionUri.TRANSPORT_CC, 3);
            assertThat(video.rtpMaps().get(1).associatedPayloadType()).isEqualTo(102);
            assertThat(video.retransmissionSsrcs()).hasSize(1);
            assertThat(video.ssrcs()).hasSize(2);
            assertThat(offer.media().get(2).ssrcs()).hasSize(1);
        }
    }

    @Test
    void offersAnInactiveSectionWhenATrackEndsAndReusesIt() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.browsers.run(() -> stage.publisher.removeTrack(stage.camera));
            stage.alice.negotiate();

            await(stage, 2);
            SessionDescription without = parse(stage.bob.offers.get(1));
            assertThat(without.media()).hasSize(3);
            assertThat(without.media().get(1).direction()).isEqualTo(Direction.INACTIVE);
            assertThat(without.media().get(1).has("msid")).isFalse();
            assertThat(without.media().get(1).ssrcs()).isEmpty();
            assertThat(without.media().get(2).direction()).isEqualTo(Direction.SENDONLY);
            assertThat(stage.alice.events).endsWith("unpublished " + CAMERA);

            TestTrack screen =
                    stage.browsers.call(() -> stage.publisher.replaceTrack(stage.camera, "screen"));
            stage.alice.negotiate();
            stage.bob.subscribe(stage.published("screen"), VideoLayer.HIGH);
            await(stage, 3);
            SessionDescription again = parse(stage.bob.offers.get(2));
            assertThat(again.media()).as("the section is used again").hasSize(3);
            assertThat(again.media().get(1).mid()).isEqualTo(without.media().get(1).mid());
            assertThat(again.media().get(1).direction()).isEqualTo(Direction.SENDONLY);
            assertThat(msid(again, 1)).isEqualTo("stream screen");
            assertThat(again.media().get(1).ssrcs())
                    .doesNotContainAnyElementsOf(
                            parse(stage.bob.offers.getFirst()).media().get(1).ssrcs());

            stage.browsers.await(
                    "a PLI",
                    () -> {
                        stage.publisher.sendFrame(screen, false);
                        return screen.keyFrameRequests() > 0;
                    });
            stage.browsers.run(() -> stage.publisher.sendFrame(screen, true));
            stage.awaitPackets("screen", 3);
        }
    }

    @Test
    void makesANewSectionForAnotherKind() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.browsers.run(() -> stage.publisher.addTrack(MediaKind.AUDIO, "music", "stream"));
            stage.alice.negotiate();
            stage.bob.subscribe(stage.published("music"), VideoLayer.NONE);

            await(stage, 2);
            SessionDescription offer = parse(stage.bob.offers.get(1));
            assertThat(offer.media()).hasSize(4);
            assertThat(offer.media().get(3).kind()).isEqualTo("audio");
            assertThat(offer.attribute("group")).hasValue("BUNDLE 0 1 2 3");
            assertThat(offer.version()).isGreaterThan(parse(stage.bob.offers.get(0)).version());
        }
    }

    @Test
    void keepsOneOfferOutstandingAndCollectsChanges() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.bob.answering = false;
            stage.browsers.run(() -> {
                stage.publisher.addTrack(MediaKind.AUDIO, "one", "stream");
                stage.publisher.addTrack(MediaKind.AUDIO, "two", "stream");
                stage.publisher.addTrack(MediaKind.AUDIO, "three", "stream");
            });
            stage.alice.negotiate();
            stage.bob.subscribe(stage.published("one"), VideoLayer.NONE);
            await(stage, 2);

            stage.bob.subscribe(stage.published("two"), VideoLayer.NONE);
            stage.bob.subscribe(stage.published("three"), VideoLayer.NONE);
            stage.bob.unsubscribe(stage.published(MICROPHONE));
            stage.settleLoop();
            assertThat(stage.bob.offers).as("not before the answer").hasSize(2);

            stage.bob.answer(stage.bob.offers.get(1));
            await(stage, 3);
            SessionDescription offer = parse(stage.bob.offers.get(2));
            assertThat(offer.media())
                    .extracting(MediaSection::direction)
                    .containsExactly(
                            Direction.SENDRECV,
                            Direction.SENDONLY,
                            Direction.INACTIVE,
                            Direction.SENDONLY,
                            Direction.SENDONLY,
                            Direction.SENDONLY);
            stage.bob.answer(stage.bob.offers.get(2));
            stage.settleLoop();
            assertThat(stage.bob.offers).as("nothing changed any more").hasSize(3);
        }
    }

    @Test
    void doesNotTakeASectionThatIsStillOffered() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.bob.answering = false;
            stage.browsers.run(() -> stage.publisher.addTrack(MediaKind.VIDEO, "screen", "stream"));
            stage.alice.negotiate();
            stage.bob.subscribe(stage.published("screen"), VideoLayer.HIGH);
            await(stage, 2);

            // The outstanding offer shows the screen in section 3; then it goes and another comes.
            stage.bob.unsubscribe(stage.published("screen"));
            stage.browsers.run(() -> stage.publisher.addTrack(MediaKind.VIDEO, "slides", "stream"));
            stage.alice.negotiate();
            stage.bob.subscribe(stage.published("slides"), VideoLayer.HIGH);
            stage.bob.answer(stage.bob.offers.get(1));

            await(stage, 3);
            SessionDescription offer = parse(stage.bob.offers.get(2));
            assertThat(offer.media().get(3).direction()).isEqualTo(Direction.INACTIVE);
            assertThat(msid(offer, 4)).isEqualTo("stream slides");
        }
    }

    @Test
    void doesNotOfferARefusedSectionAgain() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.bob.answering = false;
            stage.browsers.run(() -> stage.publisher.addTrack(MediaKind.VIDEO, "screen", "stream"));
            stage.alice.negotiate();
            stage.bob.subscribe(stage.published("screen"), VideoLayer.HIGH);
            await(stage, 2);
            String answer = stage.browsers.call(() -> stage.viewer.answer(stage.bob.offers.get(1)));
            int last = answer.lastIndexOf("m=video 9");

            String refusal = answer.substring(0, last) + "m=video 0" + answer.substring(last + 9);
            assertThat(stage.bob.accept(refusal)).isNull();
            stage.browsers.run(() -> stage.publisher.addTrack(MediaKind.VIDEO, "slides", "stream"));
            stage.alice.negotiate();
            stage.bob.subscribe(stage.published("slides"), VideoLayer.HIGH);

            await(stage, 3);
            SessionDescription offer = parse(stage.bob.offers.get(2));
            assertThat(offer.media().get(3).rejected()).isTrue();
            assertThat(offer.attribute("group")).hasValue("BUNDLE 0 1 2 4");
            assertThat(msid(offer, 4)).isEqualTo("stream slides");
        }
    }

    @Test
    void sendsNothingThatTheAnswerDeclines() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
            stage.bob.answering = false;
            LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(false));
            await(stage, 2);
            String answer = stage.browsers.call(() -> stage.viewer.answer(stage.bob.offers.get(1)));

            assertThat(stage.bob.accept(answer.replaceFirst("a=recvonly", "a=inactive"))).isNull();
            stage.sendKeyFrame();
            stage.settle();
            assertThat(stage.video()).hasSize(3);

            LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(false));
            await(stage, 3);
            assertThat(stage.bob.accept(answer)).isNull();
            stage.sendKeyFrame();
            // Of the key frame before, too, if that is still young.
            stage.browsers.await("pictures again", () -> stage.viewer.received(CAMERA).size() >= 6);
            OnStage.assertContinuous(stage.video());
        }
    }

    @Test
    void refusesAnswersThatDoNotFit() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            String good = stage.browsers.call(() -> stage.viewer.answer(stage.bob.offers.get(0)));
            assertThat(stage.bob.accept(good)).hasMessageContaining("without an outstanding offer");

            stage.bob.answering = false;
            LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(false));
            await(stage, 2);
            String answer = stage.browsers.call(() -> stage.viewer.answer(stage.bob.offers.get(1)));
            assertThat(stage.bob.accept("")).hasMessageContaining("cannot be read");
            assertThat(stage.bob.accept(answer.replace("a=fingerprint", "a=finger")))
                    .hasMessageContaining("fingerprint");
            assertThat(stage.bob.accept(answer.replace("sha-256", "sha-1")))
                    .hasMessageContaining("sha-256");
            assertThat(stage.bob.accept(answer.replace("active", "passive")))
                    .hasMessageContaining("passive");
            assertThat(stage.bob.accept(answer.substring(0, answer.lastIndexOf("m="))))
                    .as("a section is missing")
                    .hasMessageContaining("section");
            assertThat(stage.bob.accept(answer)).as("still waiting for it").isNull();
        }
    }

    @Test
    void renewsItsOfferWithNewCredentials() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);

            LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(true));
            await(stage, 2);
            SessionDescription before = parse(stage.bob.offers.get(0));
            SessionDescription after = parse(stage.bob.offers.get(1));
            assertThat(after.transportAttribute("ice-ufrag"))
                    .isNotEqualTo(before.transportAttribute("ice-ufrag"));
            assertThat(after.transportAttribute("fingerprint"))
                    .isEqualTo(before.transportAttribute("fingerprint"));
            assertThat(after.media().get(1).ssrcs()).isEqualTo(before.media().get(1).ssrcs());

            stage.sendFrames(5);
            stage.awaitPackets(CAMERA, 8);
            OnStage.assertContinuous(stage.video());
        }
    }

    @Test
    void doesNotTakeALateAnswerForTheOneToANewerOffer() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.bob.answering = false;
            LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(false));
            await(stage, 2);
            String late = stage.browsers.call(() -> stage.viewer.answer(stage.bob.offers.get(1)));
            LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(true));
            await(stage, 3);

            assertThat(stage.bob.accept(late)).as("put up with").isNull();
            stage.browsers.run(() -> stage.publisher.addTrack(MediaKind.VIDEO, "slides", "stream"));
            stage.alice.negotiate();
            stage.bob.subscribe(stage.published("slides"), VideoLayer.HIGH);
            stage.settleLoop();
            assertThat(stage.bob.offers).as("the third is still waited for").hasSize(3);

            stage.browsers.run(() -> stage.viewer.browser().restartIce());
            stage.bob.answer(stage.bob.offers.get(2));
            await(stage, 4);
            assertThat(msid(parse(stage.bob.offers.get(3)), 3)).isEqualTo("stream slides");
        }
    }

    @Test
    void takesTheAnswerBehindALateOneThatLookedTheSame() throws Exception {
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.bob.answering = false;
            LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(false));
            await(stage, 2);
            LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(false));
            await(stage, 3);
            String late = stage.browsers.call(() -> stage.viewer.answer(stage.bob.offers.get(1)));
            String answer = stage.browsers.call(() -> stage.viewer.answer(stage.bob.offers.get(2)));

            assertThat(stage.bob.accept(late.replaceFirst("a=recvonly", "a=inactive"))).isNull();
            assertThat(stage.bob.accept(answer)).isNull();
            stage.sendKeyFrame();
            stage.awaitPackets(CAMERA, 3);
            assertThat(stage.bob.accept(answer))
                    .hasMessageContaining("without an outstanding offer");
        }
    }

    private static void await(OnStage stage, int offers) {
        stage.browsers.await("offer " + offers, () -> stage.bob.offers.size() >= offers);
        stage.settleLoop();
        assertThat(stage.bob.offers).hasSize(offers);
    }

    private static String msid(SessionDescription offer, int section) {
        return offer.media().get(section).attribute("msid").orElseThrow();
    }

    private static SessionDescription parse(String sdp) throws SdpException {
        return SdpParser.parse(sdp);
    }
}
