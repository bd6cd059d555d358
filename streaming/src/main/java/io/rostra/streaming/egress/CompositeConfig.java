package io.rostra.streaming.egress;

/// Whether and how several publishers are shown together.
///
/// @param enabled otherwise one publisher is shown, copied
/// @param width of the composite in pixels, even
/// @param height likewise
/// @param frameRate pictures a second
/// @param mostTiles further publishers are heard and not seen
/// @param budget that it shares with the other composites of the server
public record CompositeConfig(
        boolean enabled,
        int width,
        int height,
        int frameRate,
        int mostTiles,
        CompositeBudget budget) {

    public static final CompositeConfig OFF =
            new CompositeConfig(false, 1280, 720, 30, 9, new CompositeBudget(0));

    public static CompositeConfig on() {
        return new CompositeConfig(true, 1280, 720, 30, 9, CompositeBudget.ofThisMachine());
    }
}
