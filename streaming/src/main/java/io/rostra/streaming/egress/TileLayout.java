package io.rostra.streaming.egress;

import java.util.ArrayList;
import java.util.List;

/// Where tiles go in a composite. All numbers are even pixels, as the planes of colour need.
final class TileLayout {

    /// Between tiles.
    private static final int GAP = 4;

    /// Of a strip of cameras beside a screen, in percent of the width.
    private static final int STRIP_PERCENT = 20;

    private TileLayout() {}

    record Place(int x, int y, int width, int height) {}

    /// How tiles lie to each other.
    enum Shape {
        /// All the same size.
        GRID,
        /// The first large, the others in a strip beside it.
        STRIP,
        /// The first fills the picture, the others are small on top of it.
        INSET
    }

    /// Of `count` tiles, those further behind first.
    static List<Place> places(Shape shape, int count, int width, int height) {
        return switch (shape) {
            case GRID -> grid(count, width, height);
            case STRIP -> screenWithStrip(count, width, height);
            case INSET -> inset(count, width, height);
        };
    }

    /// The first everywhere, the others in its lower right corner, side by side.
    static List<Place> inset(int count, int width, int height) {
        List<Place> places = new ArrayList<>();
        places.add(new Place(0, 0, width, height));
        int margin = even(Math.min(width, height) / 36);
        int most = even((width - margin) / Math.max(1, count - 1) - margin);
        int each = Math.min(most, even(width * (width >= height ? 24 : 32) / 100));
        int high = even(width >= height ? each * 9 / 16 : each * 4 / 3);
        for (int i = 1; i < count; i++) {
            int x = even(width - i * (each + margin));
            places.add(new Place(x, even(height - margin - high), each, high));
        }
        return places;
    }

    /// As few rows as make the tiles largest, the last row centred.
    static List<Place> grid(int count, int width, int height) {
        int columns = columns(count, width, height);
        int rows = Math.ceilDiv(count, columns);
        int tileWidth = even((width - GAP * (columns - 1)) / columns);
        int tileHeight = even((height - GAP * (rows - 1)) / rows);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int row = i / columns;
            int inRow = Math.min(columns, count - row * columns);
            int rowWidth = inRow * tileWidth + GAP * (inRow - 1);
            int x = even((width - rowWidth) / 2) + (i % columns) * (tileWidth + GAP);
            places.add(new Place(x, row * (tileHeight + GAP), tileWidth, tileHeight));
        }
        return places;
    }

    /// The first large, the others in a strip at its right, or below it where the picture is high.
    static List<Place> screenWithStrip(int count, int width, int height) {
        if (count == 1) {
            return List.of(new Place(0, 0, width, height));
        }
        boolean landscape = width >= height;
        int strip = even((landscape ? width : height) * STRIP_PERCENT / 100);
        int along = even(landscape ? height : width);
        int others = count - 1;
        int each = Math.min(even((along - GAP * (others - 1)) / others), even(strip * 3 / 4));
        List<Place> places = new ArrayList<>();
        places.add(
                landscape
                        ? new Place(0, 0, width - strip - GAP, height)
                        : new Place(0, 0, width, height - strip - GAP));
        int start = even((along - others * each - GAP * (others - 1)) / 2);
        for (int i = 0; i < others; i++) {
            int at = start + i * (each + GAP);
            places.add(
                    landscape
                            ? new Place(width - strip, at, strip, each)
                            : new Place(at, height - strip, each, strip));
        }
        return places;
    }

    /// With which the largest picture of 16:9 fits a tile; side by side if that is no loss.
    private static int columns(int count, int width, int height) {
        int best = 1;
        double largest = 0;
        for (int columns = 1; columns <= count; columns++) {
            int rows = Math.ceilDiv(count, columns);
            double scale = Math.min(width / 16.0 / columns, height / 9.0 / rows);
            boolean better = width >= height ? scale >= largest : scale > largest;
            if (better) {
                largest = scale;
                best = columns;
            }
        }
        return best;
    }

    private static int even(int pixels) {
        return pixels & ~1;
    }
}
