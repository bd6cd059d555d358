package io.rostra.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.publish.NegotiationException;
import io.rostra.sfu.publish.TrackDescription;
import io.rostra.sfu.subscribe.VideoLayer;
import io.rostra.webrtc.sdp.SdpParser;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever a client writes into a description, it is answered or refused, and nobody else notices.
class DescriptionFuzzTest {

    private static final int ROUNDS = 200;
    private static final String SPICE = "=:;/ \r\n0a,-*\u0000\u00e4m";

    @Test
    void answersOrRefusesAnyOffer() throws Exception {
        var random = new Random(41);
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            String good = stage.browsers.call(stage.publisher::offer);
            List<TrackDescription> tracks = stage.browsers.call(stage.publisher::descriptions);
            LoopbackSfu.Publishing mallory = stage.loopback.publisher(stage.room, "mallory");
            int answered = 0;

            for (int round = 0; round < ROUNDS; round++) {
                String offer = spoil(good, random);
                try {
                    String answer = mallory.answer(offer, tracks);
                    assertThat(SdpParser.parse(answer).media())
                            .hasSameSizeAs(SdpParser.parse(offer).media());
                    answered++;
                } catch (NegotiationException e) {
                    assertThat(e).hasMessageNotContaining("null");
                }
            }

            assertThat(answered).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
            mallory.close();
            stage.sendKeyFrame();
            stage.awaitPackets(OnStage.CAMERA, 3);
        }
    }

    @Test
    void takesOrRefusesAnyAnswer() throws Exception {
        var random = new Random(42);
        try (var stage = OnStage.watching(VideoLayer.HIGH)) {
            stage.bob.answering = false;
            String good = stage.browsers.call(() -> stage.viewer.answer(stage.bob.offers.get(0)));
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                LoopbackSfu.on(stage.room.loop(), () -> stage.bob.transport.renewOffer(false));
                stage.settleLoop();
                refused += stage.bob.accept(spoil(good, random)) == null ? 0 : 1;
            }

            assertThat(refused).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
            stage.settle();
        }
    }

    private static String spoil(String text, Random random) {
        var result = new StringBuilder(text);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(result.length());
            int end = Math.min(result.length(), at + random.nextInt(40));
            switch (random.nextInt(4)) {
                case 0 -> result.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 1 -> result.delete(at, end);
                case 2 -> result.insert(at, result.substring(at, end).repeat(random.nextInt(4)));
                default -> result.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
            }
        }
        return result.toString();
    }
}
