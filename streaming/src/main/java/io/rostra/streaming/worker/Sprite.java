package io.rostra.streaming.worker;

import java.awt.image.BufferedImage;

/// A small picture that is laid over another and lets it through where it is transparent.
/// Immutable.
final class Sprite {

    private final int width;
    private final int height;

    /// Of each pixel, per plane: its value times its opacity of up to 255, and what is left of the
    /// opacity for what is below.
    private final int[][] values = new int[3][];

    private final int[][] below = new int[3][];

    /// @param image with an alpha channel; a last odd row or column is left out
    Sprite(BufferedImage image) {
        width = image.getWidth() & ~1;
        height = image.getHeight() & ~1;
        for (int plane = 0; plane < 3; plane++) {
            int step = plane == 0 ? 1 : 2;
            int count = width / step * (height / step);
            values[plane] = new int[count];
            below[plane] = new int[count];
            int i = 0;
            for (int y = 0; y < height; y += step) {
                for (int x = 0; x < width; x += step) {
                    put(plane, i++, image.getRGB(x, y));
                }
            }
        }
    }

    private void put(int plane, int i, int argb) {
        int opacity = argb >>> 24;
        Colour colour = Colour.ofRgb(argb);
        int value = plane == 0 ? colour.luma() : plane == 1 ? colour.blue() : colour.red();
        values[plane][i] = value * opacity;
        below[plane][i] = 255 - opacity;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /// Lays row `y` of a plane over `row`, which is as wide.
    void blend(int plane, int y, byte[] row) {
        int[] value = values[plane];
        int[] rest = below[plane];
        int at = y * row.length;
        for (int x = 0; x < row.length; x++, at++) {
            row[x] = (byte) (((row[x] & 0xFF) * rest[at] + value[at] + 127) / 255);
        }
    }
}
