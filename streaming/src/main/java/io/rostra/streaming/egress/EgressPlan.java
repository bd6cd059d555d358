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

    record Copy(StageTrack track) implements Picture {}

    /// @param tracks in the order in which they are arranged
    /// @param screen the one of them that is a shared screen, or null
    /// @param width in pixels
    /// @param height in pixels
    /// @param frameRate pictures a second
    record Composite(
            List<StageTrack> tracks,
            @Nullable StageTrack screen,
            int width,
            int height,
            int frameRate)
            implements Picture {}

    // Processors that each step keeps busy, at 720p30 (docs/performance.md). A publisher is assumed
    // to send 720p.
    private static final double DECODE = 0.04;
    private static final double SCALE = 0.025;
    private static final double ENCODE = 0.27;
    private static final double SOUND = 0.01;

    /// What a composite loses, in this order, until it fits the budget: heights of 720 in percent,
    /// frame rates in percent.
    private static final int[][] DEGRADATIONS = {
        {100, 100}, {100, 80}, {100, 50}, {75, 50}, {50, 50}
    };

    /// @param tracks what is published, oldest first
    /// @param budget processors that it may keep busy
    static EgressPlan of(List<StageTrack> tracks, CompositeConfig config, double budget) {
        if (!config.enabled()) {
            return ofOne(tracks);
        }
        List<StageTrack> pictures = usable(tracks, MediaKind.VIDEO);
        List<StageTrack> sounds = usable(tracks, MediaKind.AUDIO);
        return switch (pictures.size()) {
            case 0 -> new EgressPlan(new None(), sounds);
            case 1 -> new EgressPlan(new Copy(pictures.getFirst()), sounds);
            default -> new EgressPlan(compose(pictures, sounds.size(), config, budget), sounds);
        };
    }

    private static EgressPlan ofOne(List<StageTrack> tracks) {
        Program program = Program.choose(tracks);
        StageTrack video = program == null ? null : program.video();
        StageTrack audio = program == null ? null : program.audio();
        return new EgressPlan(
                video == null ? new None() : new Copy(video),
                audio == null ? List.of() : List.of(audio));
    }

    /// Processors that a composite keeps busy; nothing else counts.
    double cost() {
        return picture instanceof Composite c
                ? cost(c.tracks().size(), sounds.size(), c.width(), c.height(), c.frameRate())
                : 0;
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
            List<StageTrack> pictures, int sounds, CompositeConfig config, double budget) {
        StageTrack screen = screen(pictures);
        List<StageTrack> shown = shown(pictures, screen, config.mostTiles());
        while (shown.size() > 1) {
            for (int[] degradation : DEGRADATIONS) {
                int width = even(config.width() * degradation[0] / 100);
                int height = even(config.height() * degradation[0] / 100);
                int frameRate = config.frameRate() * degradation[1] / 100;
                double cost = cost(shown.size(), sounds, width, height, frameRate);
                if (cost <= budget) {
                    return new Composite(shown, screen, width, height, frameRate);
                }
            }
            shown = shown(pictures, screen, shown.size() - 1);
        }
        return new Copy(shown.getFirst());
    }

    /// Processors that it keeps busy.
    static double cost(int tiles, int sounds, int width, int height, int frameRate) {
        double pixels = (double) width * height * frameRate / (1280.0 * 720 * 30);
        return tiles * (DECODE + SCALE) + ENCODE * pixels + sounds * SOUND;
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

    /// A screen always, and the earliest others.
    private static List<StageTrack> shown(
            List<StageTrack> pictures, @Nullable StageTrack screen, int most) {
        List<StageTrack> shown = new ArrayList<>();
        if (screen != null) {
            shown.add(screen);
        }
        for (StageTrack picture : pictures) {
            if (shown.size() < most && !picture.equals(screen)) {
                shown.add(picture);
            }
        }
        return List.copyOf(shown);
    }

    private static int even(int pixels) {
        return pixels & ~1;
    }
}
