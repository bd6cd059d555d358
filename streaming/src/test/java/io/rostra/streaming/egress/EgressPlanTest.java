package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.publish.MediaKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EgressPlanTest {

    private static final StageTrack ANN_VIDEO = track("ann", MediaKind.VIDEO, "H264", "");
    private static final StageTrack ANN_AUDIO = track("ann", MediaKind.AUDIO, "opus", "");
    private static final StageTrack ANN_SCREEN = track("ann", MediaKind.VIDEO, "VP8", "-screen");
    private static final StageTrack BOB_VIDEO = track("bob", MediaKind.VIDEO, "VP8", "");
    private static final StageTrack BOB_AUDIO = track("bob", MediaKind.AUDIO, "opus", "");
    private static final StageTrack CY_VIDEO = track("cy", MediaKind.VIDEO, "AV1", "");

    private static final CompositeConfig CONFIG =
            new CompositeConfig(true, 1280, 720, 30, 9, new CompositeBudget(4));

    private static StageTrack track(String peer, MediaKind kind, String codec, String suffix) {
        return new StageTrack(peer + "-" + kind + suffix, peer, peer + "-s" + suffix, kind, codec);
    }

    @Test
    void onePublisherIsCopied() {
        assertThat(plan(4, ANN_VIDEO, ANN_AUDIO))
                .isEqualTo(new EgressPlan(new EgressPlan.Copy(ANN_VIDEO), List.of(ANN_AUDIO)));
        assertThat(plan(4).isEmpty()).isTrue();
    }

    @Test
    void withoutCompositesTheFirstIsShownAlone() {
        EgressPlan plan =
                EgressPlan.of(
                        List.of(ANN_AUDIO, BOB_VIDEO, ANN_VIDEO, BOB_AUDIO),
                        CompositeConfig.OFF,
                        100);
        assertThat(plan)
                .isEqualTo(new EgressPlan(new EgressPlan.Copy(BOB_VIDEO), List.of(BOB_AUDIO)));
    }

    @Test
    void oneCameraIsCopiedHoweverManyMicrophonesThereAre() {
        assertThat(plan(4, ANN_VIDEO, ANN_AUDIO, BOB_AUDIO))
                .isEqualTo(
                        new EgressPlan(
                                new EgressPlan.Copy(ANN_VIDEO), List.of(ANN_AUDIO, BOB_AUDIO)));
    }

    @Test
    void severalCamerasAreComposed() {
        EgressPlan plan = plan(4, ANN_VIDEO, ANN_AUDIO, BOB_VIDEO, BOB_AUDIO, CY_VIDEO);
        assertThat(plan.picture())
                .isEqualTo(
                        new EgressPlan.Composite(
                                List.of(ANN_VIDEO, BOB_VIDEO), null, 1280, 720, 30));
        assertThat(plan.sounds()).containsExactly(ANN_AUDIO, BOB_AUDIO);
    }

    @Test
    void aScreenComesFirst() {
        var composite = (EgressPlan.Composite) plan(4, ANN_VIDEO, BOB_VIDEO, ANN_SCREEN).picture();
        assertThat(composite.screen()).isEqualTo(ANN_SCREEN);
        assertThat(composite.tracks()).containsExactly(ANN_SCREEN, ANN_VIDEO, BOB_VIDEO);
    }

    @Test
    void aSmallerBudgetCostsFramesThenSizeThenTiles() {
        double full = EgressPlan.cost(2, 0, 1280, 720, 30);
        List<Integer> quality = new ArrayList<>();
        for (double budget = full; budget > 0; budget -= 0.005) {
            EgressPlan.Picture picture = plan(budget, ANN_VIDEO, BOB_VIDEO).picture();
            if (picture instanceof EgressPlan.Composite c) {
                assertThat(EgressPlan.cost(2, 0, c.width(), c.height(), c.frameRate()))
                        .isLessThanOrEqualTo(budget);
                quality.add(c.width() * 100 + c.frameRate());
            } else {
                assertThat(picture).isEqualTo(new EgressPlan.Copy(ANN_VIDEO));
                quality.add(0);
            }
        }
        assertThat(quality).isSortedAccordingTo((a, b) -> b - a);
        assertThat(quality.stream().distinct())
                .containsExactly(128_030, 128_024, 128_015, 96_015, 64_015, 0);
    }

    @Test
    void noMoreTilesThanAllowedAndThoseWhoCameFirst() {
        var tracks = new ArrayList<StageTrack>();
        for (int i = 0; i < 30; i++) {
            tracks.add(track("p" + i, MediaKind.VIDEO, "VP8", ""));
        }
        var composite = (EgressPlan.Composite) EgressPlan.of(tracks, CONFIG, 100).picture();
        assertThat(composite.tracks()).isEqualTo(tracks.subList(0, 9));
    }

    private static EgressPlan plan(double budget, StageTrack... tracks) {
        return EgressPlan.of(List.of(tracks), CONFIG, budget);
    }

    @Test
    void aLaterCompositeGetsWhatIsLeft() {
        var budget = new CompositeBudget(1);
        EgressPlan first = plan(budget.availableTo("first"), ANN_VIDEO, BOB_VIDEO);
        budget.take("first", first.cost());
        assertThat(budget.availableTo("first")).isEqualTo(1);
        assertThat(budget.availableTo("second")).isEqualTo(1 - first.cost());
        assertThat(plan(4, ANN_VIDEO).cost()).as("a copy costs nothing").isZero();
        budget.take("first", 0);
        assertThat(budget.availableTo("second")).isEqualTo(1);
    }
}
