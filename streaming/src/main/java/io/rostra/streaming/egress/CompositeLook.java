package io.rostra.streaming.egress;

/// How several publishers are shown together.
///
/// @param width of the picture in pixels, even; less than the height for a portrait
/// @param height likewise
/// @param frameRate pictures a second
/// @param background colour, red, green and blue in 8 bits each
/// @param names are written on the tiles
public record CompositeLook(
        Arrangement arrangement,
        int width,
        int height,
        int frameRate,
        int background,
        boolean names) {

    public static final int DARK = 0x14161A;

    public static final CompositeLook DEFAULT =
            new CompositeLook(Arrangement.GRID, 1280, 720, 30, DARK, true);

    /// A shared screen is always the largest.
    public enum Arrangement {
        /// All the same size; beside a screen all in a strip.
        GRID,
        /// Who speaks is large, the others are in a strip; beside a screen who speaks alone.
        SPEAKER,
        /// Who speaks, or a screen, fills the picture; others are small on top of it.
        PICTURE_IN_PICTURE
    }

    public CompositeLook withArrangement(Arrangement other) {
        return new CompositeLook(other, width, height, frameRate, background, names);
    }

    public CompositeLook withSize(int newWidth, int newHeight) {
        return new CompositeLook(arrangement, newWidth, newHeight, frameRate, background, names);
    }
}
