package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.publish.MediaKind;
import io.rostra.streaming.egress.CompositeLook.Arrangement;
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
            new CompositeConfig(true, CompositeLook.DEFAULT, 9, new CompositeBudget(4));

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
                        cast(ANN_AUDIO, BOB_VIDEO, ANN_VIDEO, BOB_AUDIO),
                        CompositeConfig.OFF,
                        CompositeLook.DEFAULT,
                        100);
        assertThat(plan)
                .isEqualTo(new EgressPlan(new EgressPlan.Copy(BOB_VIDEO, 2), List.of(BOB_AUDIO)));
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
                                List.of(ANN_VIDEO, BOB_VIDEO),
                                null,
                                TileLayout.Shape.GRID,
                                1280,
                                720,
                                30,
                                3));
        assertThat(plan.sounds()).containsExactly(ANN_AUDIO, BOB_AUDIO);
    }

    @Test
    void aScreenComesFirst() {
        var composite = (EgressPlan.Composite) plan(4, ANN_VIDEO, BOB_VIDEO, ANN_SCREEN).picture();
        assertThat(composite.screen()).isEqualTo(ANN_SCREEN);
        assertThat(composite.tracks()).containsExactly(ANN_SCREEN, ANN_VIDEO, BOB_VIDEO);
    }

    @Test
    void aSmallerBudgetCostsSizesThenFramesThenHeightThenTiles() {
        double full = EgressPlan.cost(2, 0, 1280, 720, 30, 3);
        List<Integer> quality = new ArrayList<>();
        for (double budget = full; budget > 0; budget -= 0.005) {
            EgressPlan.Picture picture = plan(budget, ANN_VIDEO, BOB_VIDEO).picture();
            if (picture instanceof EgressPlan.Composite c) {
                assertThat(EgressPlan.cost(2, 0, c.width(), c.height(), c.frameRate(), c.sizes()))
                        .isLessThanOrEqualTo(budget);
                quality.add(c.width() * 1000 + c.frameRate() * 10 + c.sizes());
            } else {
                assertThat(picture).isEqualTo(new EgressPlan.Copy(ANN_VIDEO));
                quality.add(0);
            }
        }
        assertThat(quality).isSortedAccordingTo((a, b) -> b - a);
        assertThat(quality.stream().distinct())
                .containsExactly(
                        1_280_303, 1_280_302, 1_280_301, 1_280_241, 1_280_151, 960_151, 640_151, 0);
    }

    @Test
    void whatIsLackingIsSaid() {
        List<StageTrack> two = List.of(ANN_VIDEO, BOB_VIDEO);
        assertThat(lacking(4, two)).isEmpty();
        assertThat(lacking(EgressPlan.cost(2, 0, 1280, 720, 15, 1), two))
                .startsWith("2 of 2 pictures, 1280x720 at 15 a second in 1 of 3 sizes");
        assertThat(lacking(0.01, two)).startsWith("one of 2 pictures is shown");
        assertThat(lacking(0.01, List.of(BOB_VIDEO))).contains("one size");
        assertThat(lacking(0.01, List.of(ANN_VIDEO))).as("a copy costs nothing").isEmpty();
        assertThat(lacking(0.01, List.of())).isEmpty();
    }

    private static String lacking(double budget, List<StageTrack> tracks) {
        return plan(budget, tracks.toArray(StageTrack[]::new))
                .degradation(tracks, CONFIG, CompositeLook.DEFAULT);
    }

    @Test
    void noMoreTilesThanAllowedAndThoseWhoCameFirst() {
        var tracks = new ArrayList<StageTrack>();
        for (int i = 0; i < 30; i++) {
            tracks.add(track("p" + i, MediaKind.VIDEO, "VP8", ""));
        }
        var composite =
                (EgressPlan.Composite)
                        EgressPlan.of(
                                        new EgressPlan.Cast(tracks, null),
                                        CONFIG,
                                        CompositeLook.DEFAULT,
                                        100)
                                .picture();
        assertThat(composite.tracks()).isEqualTo(tracks.subList(0, 9));
    }

    @Test
    void whoSpeaksIsLarge() {
        EgressPlan.Composite quiet = shown(Arrangement.SPEAKER, null, ANN_VIDEO, BOB_VIDEO);
        assertThat(quiet.shape()).isEqualTo(TileLayout.Shape.STRIP);
        assertThat(quiet.tracks()).containsExactly(ANN_VIDEO, BOB_VIDEO);
        assertThat(shown(Arrangement.SPEAKER, "bob", ANN_VIDEO, BOB_VIDEO).tracks())
                .containsExactly(BOB_VIDEO, ANN_VIDEO);
        assertThat(shown(Arrangement.SPEAKER, "dan", ANN_VIDEO, BOB_VIDEO).tracks())
                .as("without a camera")
                .containsExactly(ANN_VIDEO, BOB_VIDEO);
    }

    @Test
    void besideAScreenOnlyWhoSpeaksIsShown() {
        for (Arrangement arrangement :
                List.of(Arrangement.SPEAKER, Arrangement.PICTURE_IN_PICTURE)) {
            EgressPlan.Composite plan = shown(arrangement, "bob", ANN_VIDEO, BOB_VIDEO, ANN_SCREEN);
            assertThat(plan.tracks()).containsExactly(ANN_SCREEN, BOB_VIDEO);
            assertThat(plan.screen()).isEqualTo(ANN_SCREEN);
        }
        assertThat(shown(Arrangement.GRID, "bob", ANN_VIDEO, BOB_VIDEO, ANN_SCREEN).tracks())
                .containsExactly(ANN_SCREEN, ANN_VIDEO, BOB_VIDEO);
    }

    @Test
    void picturesInAPictureAreFew() {
        StageTrack[] all = new StageTrack[6];
        for (int i = 0; i < all.length; i++) {
            all[i] = track("p" + i, MediaKind.VIDEO, "VP8", "");
        }
        EgressPlan.Composite plan = shown(Arrangement.PICTURE_IN_PICTURE, "p4", all);
        assertThat(plan.shape()).isEqualTo(TileLayout.Shape.INSET);
        assertThat(plan.tracks()).containsExactly(all[4], all[0], all[1]);
    }

    @Test
    void whoSpeaksIsInTheGridHoweverLateTheyCame() {
        StageTrack[] all = new StageTrack[12];
        for (int i = 0; i < all.length; i++) {
            all[i] = track("p" + i, MediaKind.VIDEO, "VP8", "");
        }
        assertThat(shown(Arrangement.GRID, "p11", all).tracks()).hasSize(9).endsWith(all[11]);
    }

    @Test
    void vp8AloneIsEncodedInTwoSizesIfTheMachineCan() {
        assertThat(plan(4, BOB_VIDEO).picture()).isEqualTo(new EgressPlan.Copy(BOB_VIDEO, 2));
        assertThat(plan(0.1, BOB_VIDEO).picture()).isEqualTo(new EgressPlan.Copy(BOB_VIDEO, 1));
        assertThat(plan(4, BOB_VIDEO).cost()).isPositive();
    }

    private static EgressPlan.Composite shown(
            Arrangement arrangement, String speaker, StageTrack... tracks) {
        var look = new CompositeLook(arrangement, 1280, 720, 30, 0, true);
        EgressPlan plan =
                EgressPlan.of(new EgressPlan.Cast(List.of(tracks), speaker), CONFIG, look, 4);
        return (EgressPlan.Composite) plan.picture();
    }

    private static EgressPlan plan(double budget, StageTrack... tracks) {
        return EgressPlan.of(cast(tracks), CONFIG, CompositeLook.DEFAULT, budget);
    }

    private static EgressPlan.Cast cast(StageTrack... tracks) {
        return new EgressPlan.Cast(List.of(tracks), null);
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
