package io.rostra.streaming.egress;

/// Whether and how several publishers are shown together, unless a room says otherwise.
///
/// @param enabled otherwise one publisher is shown
/// @param mostTiles further publishers are heard and not seen
/// @param budget that it shares with all that is encoded on the server
public record CompositeConfig(
        boolean enabled, CompositeLook look, int mostTiles, CompositeBudget budget) {

    private static final int MOST_TILES = 9;

    public static final CompositeConfig OFF =
            new CompositeConfig(
                    false, CompositeLook.DEFAULT, MOST_TILES, CompositeBudget.ofThisMachine());

    public static CompositeConfig on() {
        return new CompositeConfig(
                true, CompositeLook.DEFAULT, MOST_TILES, CompositeBudget.ofThisMachine());
    }
}
