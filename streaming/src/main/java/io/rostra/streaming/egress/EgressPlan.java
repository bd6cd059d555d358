package io.rostra.streaming.egress;

import io.rostra.sfu.publish.MediaKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a live stream shows and how it is made: copied where one picture is all there is, composed
/// where there are several, and no larger than the machine can bear.
///
/// @param sounds what is heard; mixed if there are several
record EgressPlan(Picture picture, List<StageTrack> sounds) {

    sealed interface Picture {}

    record None() implements Picture {}

    /// @param sizes in which it is encoded, if it cannot be copied
    record Copy(StageTrack track, int sizes) implements Picture {
        Copy(StageTrack track) {
            this(track, 1);
        }
    }

    /// @param tracks in the order in which they are arranged, those further behind first
    /// @param screen the one of them that is a shared screen, or null
    /// @param width in pixels
    /// @param height in pixels
    /// @param frameRate pictures a second
    /// @param sizes in which it is encoded
    record Composite(
            List<StageTrack> tracks,
            @Nullable StageTrack screen,
            TileLayout.Shape shape,
            int width,
            int height,
            int frameRate,
            int sizes)
            implements Picture {}

    /// Who is on stage.
    ///
    /// @param tracks what is published, oldest first
    /// @param speaker the peer who speaks; null when nobody did
    record Cast(List<StageTrack> tracks, @Nullable String speaker) {}

    // Processors that each step keeps busy, at 720p30 (docs/performance.md). A publisher is assumed
    // to send 720p.
    private static final double DECODE = 0.04;
    private static final double SCALE = 0.025;
    private static final double ENCODE = 0.27;
    private static final double SOUND = 0.01;

    /// What one, two or three sizes cost, as multiples of the largest.
    private static final double[] LADDER = {1, 1.35, 1.85};

    static final int MOST_SIZES = LADDER.length;

    /// Beside a large tile.
    private static final int MOST_IN_STRIP = 5;

    private static final int MOST_INSETS = 2;

    /// What a composite loses to fit the budget.
    ///
    /// @param scale height, percent
    /// @param rate frame rate, percent
    /// @param sizes of the ladder
    private record Step(int scale, int rate, int sizes) {}

    /// In this order: first the smaller sizes go, then frames, then the height.
    private static final List<Step> STEPS =
            List.of(
                    new Step(100, 100, 3),
                    new Step(100, 100, 2),
                    new Step(100, 100, 1),
                    new Step(100, 80, 1),
                    new Step(100, 50, 1),
                    new Step(75, 50, 1),
                    new Step(50, 50, 1));

    /// @param look how several are shown
    /// @param budget processors that it may keep busy
    static EgressPlan of(Cast cast, CompositeConfig config, CompositeLook look, double budget) {
        if (!config.enabled()) {
            return ofOne(cast.tracks(), budget);
        }
        List<StageTrack> pictures = usable(cast.tracks(), MediaKind.VIDEO);
        List<StageTrack> sounds = usable(cast.tracks(), MediaKind.AUDIO);
        return switch (pictures.size()) {
            case 0 -> new EgressPlan(new None(), sounds);
            case 1 -> new EgressPlan(copy(pictures.getFirst(), budget), sounds);
            default -> {
                var stage = new Pictures(pictures, screen(pictures), cast.speaker());
                yield new EgressPlan(
                        compose(stage, sounds.size(), config.mostTiles(), look, budget), sounds);
            }
        };
    }

    /// H.264 is copied in all its layers; anything else gets a smaller size beside its own, if that
    /// is not too much.
    private static Copy copy(StageTrack track, double budget) {
        boolean affordable = isCopied(track) || copyCost(2) <= budget;
        return new Copy(track, isCopied(track) || !affordable ? 1 : 2);
    }

    static boolean isCopied(StageTrack track) {
        return track.codecName().equalsIgnoreCase("H264");
    }

    private static double copyCost(int sizes) {
        return DECODE + ENCODE * LADDER[sizes - 1] + SOUND;
    }

    private static EgressPlan ofOne(List<StageTrack> tracks, double budget) {
        Program program = Program.choose(tracks);
        StageTrack video = program == null ? null : program.video();
        StageTrack audio = program == null ? null : program.audio();
        return new EgressPlan(
                video == null ? new None() : copy(video, budget),
                audio == null ? List.of() : List.of(audio));
    }

    /// Processors that it keeps busy, as far as they count.
    double cost() {
        return switch (picture) {
            case None() -> 0;
            case Copy(var track, var sizes) -> isCopied(track) ? 0 : copyCost(sizes);
            case Composite c ->
                    cost(
                            c.tracks().size(),
                            sounds.size(),
                            c.width(),
                            c.height(),
                            c.frameRate(),
                            c.sizes());
        };
    }

    /// What is lacking because more would be too much for this machine, in plain words.
    ///
    /// @param onStage all tracks that were there to be shown
    /// @return empty when nothing is
    String degradation(List<StageTrack> onStage, CompositeConfig config, CompositeLook look) {
        List<StageTrack> pictures = usable(onStage, MediaKind.VIDEO);
        int wanted =
                !config.enabled() || pictures.size() < 2
                        ? Math.min(1, pictures.size())
                        : new Pictures(pictures, screen(pictures), null)
                                .shown(look, config.mostTiles())
                                .size();
        return switch (picture) {
            case None() -> "";
            case Copy(var _, var _) when wanted > 1 ->
                    "one of %d pictures is shown, more would be too much for this machine"
                            .formatted(wanted);
            case Copy(var track, var sizes) ->
                    isCopied(track) || sizes > 1
                            ? ""
                            : "there is one size, more would be too much for this machine";
            case Composite c ->
                    c.tracks().size() == wanted
                                    && c.frameRate() == look.frameRate()
                                    && c.height() == even(look.height())
                                    && c.sizes() == MOST_SIZES
                            ? ""
                            : ("%d of %d pictures, %dx%d at %d a second in %d of %d sizes, more would"
                                            + " be too much for this machine")
                                    .formatted(
                                            c.tracks().size(),
                                            wanted,
                                            c.width(),
                                            c.height(),
                                            c.frameRate(),
                                            c.sizes(),
                                            MOST_SIZES);
        };
    }

    boolean isEmpty() {
        return picture instanceof None && sounds.isEmpty();
    }

    private static List<StageTrack> usable(List<StageTrack> tracks, MediaKind kind) {
        return tracks.stream()
                .filter(track -> track.kind() == kind && Program.isUsable(track))
                .toList();
    }

    private static Picture compose(
            Pictures stage, int sounds, int mostTiles, CompositeLook look, double budget) {
        List<StageTrack> shown = stage.shown(look, mostTiles);
        while (shown.size() > 1) {
            for (Step step : STEPS) {
                int width = even(look.width() * step.scale() / 100);
                int height = even(look.height() * step.scale() / 100);
                int frameRate = look.frameRate() * step.rate() / 100;
                int sizes = step.sizes();
                if (cost(shown.size(), sounds, width, height, frameRate, sizes) <= budget) {
                    return new Composite(
                            shown,
                            stage.screen(),
                            stage.shape(look),
                            width,
                            height,
                            frameRate,
                            sizes);
                }
            }
            shown = stage.shown(look, shown.size() - 1);
        }
        return copy(shown.getFirst(), budget);
    }

    /// Processors that it keeps busy.
    static double cost(int tiles, int sounds, int width, int height, int frameRate, int sizes) {
        double pixels = (double) width * height * frameRate / (1280.0 * 720 * 30);
        return tiles * (DECODE + SCALE) + ENCODE * pixels * LADDER[sizes - 1] + sounds * SOUND;
    }

    /// @param all at least two, oldest first
    /// @param speaker a peer
    private record Pictures(
            List<StageTrack> all, @Nullable StageTrack screen, @Nullable String speaker) {

        TileLayout.Shape shape(CompositeLook look) {
            return switch (look.arrangement()) {
                case GRID -> screen == null ? TileLayout.Shape.GRID : TileLayout.Shape.STRIP;
                case SPEAKER -> TileLayout.Shape.STRIP;
                case PICTURE_IN_PICTURE -> TileLayout.Shape.INSET;
            };
        }

        /// At most so many, those further behind first.
        List<StageTrack> shown(CompositeLook look, int most) {
            List<StageTrack> shown = new ArrayList<>();
            StageTrack face = face();
            boolean grid = look.arrangement() == CompositeLook.Arrangement.GRID;
            if (screen != null) {
                shown.add(screen);
            } else if (!grid) {
                shown.add(face);
            }
            int room =
                    switch (look.arrangement()) {
                        case GRID -> most;
                        case SPEAKER -> screen == null ? 1 + MOST_IN_STRIP : 2;
                        case PICTURE_IN_PICTURE -> screen == null ? 1 + MOST_INSETS : 2;
                    };
            if (screen != null && !grid) {
                shown.add(face);
            }
            int limit = Math.max(1, Math.min(room, most));
            for (StageTrack picture : all) {
                if (shown.size() < limit && !shown.contains(picture)) {
                    shown.add(picture);
                }
            }
            while (shown.size() > limit) {
                shown.removeLast();
            }
            if (!shown.contains(face) && shown.size() > 1) {
                shown.set(shown.size() - 1, face);
            }
            return List.copyOf(shown);
        }

        /// The camera of who speaks, else the first camera.
        private StageTrack face() {
            StageTrack first = null;
            for (StageTrack picture : all) {
                if (!picture.equals(screen)) {
                    if (picture.peerId().equals(speaker)) {
                        return picture;
                    }
                    first = first == null ? picture : first;
                }
            }
            return first == null ? all.getFirst() : first;
        }
    }

    /// The newest second picture of a publisher: cameras come first.
    private static @Nullable StageTrack screen(List<StageTrack> pictures) {
        Set<String> cameras = new HashSet<>();
        StageTrack screen = null;
        for (StageTrack picture : pictures) {
            if (!cameras.add(picture.peerId())) {
                screen = picture;
            }
        }
        return screen;
    }

    private static int even(int pixels) {
        return pixels & ~1;
    }
}
