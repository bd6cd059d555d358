package io.rostra.streaming.worker;

import io.rostra.streaming.worker.WorkerMessage.Tile;

/// Which part of a picture is shown where. All even, as the planes of colour need.
record Fit(
        int sourceX,
        int sourceY,
        int sourceWidth,
        int sourceHeight,
        int x,
        int y,
        int width,
        int height) {

    static Fit of(int pictureWidth, int pictureHeight, Tile tile) {
        double wide = (double) pictureWidth / pictureHeight;
        double tileWide = (double) tile.width() / tile.height();
        if (tile.whole()) {
            int width = wide > tileWide ? tile.width() : even(tile.height() * wide);
            int height = wide > tileWide ? even(tile.width() / wide) : tile.height();
            int x = tile.x() + even((tile.width() - width) / 2.0);
            int y = tile.y() + even((tile.height() - height) / 2.0);
            int whole = pictureWidth & ~1;
            return new Fit(0, 0, whole, pictureHeight & ~1, x, y, width, height);
        }
        int width = wide > tileWide ? even(pictureHeight * tileWide) : pictureWidth & ~1;
        int height = wide > tileWide ? pictureHeight & ~1 : even(pictureWidth / tileWide);
        return new Fit(
                even((pictureWidth - width) / 2.0),
                even((pictureHeight - height) / 2.0),
                width,
                height,
                tile.x(),
                tile.y(),
                tile.width(),
                tile.height());
    }

    private static int even(double value) {
        return (int) value & ~1;
    }
}
