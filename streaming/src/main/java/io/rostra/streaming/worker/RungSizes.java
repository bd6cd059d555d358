package io.rostra.streaming.worker;

import java.util.ArrayList;
import java.util.List;

/// The sizes of a ladder that is encoded: what an audience on a narrower link gets instead.
final class RungSizes {

    /// Nobody needs a smaller picture than this; pixels of the shorter side.
    private static final int SHORTEST_SIDE = 180;

    private RungSizes() {}

    /// @param width pixels, even
    /// @param height pixels, even
    record Size(int width, int height) {}

    /// The sizes below the largest, the larger first: of 1280 x 720 those are 854 x 480 and 640 x
    /// 360.
    ///
    /// @param most sizes, the largest included
    static List<Size> below(int width, int height, int most) {
        List<Size> sizes = new ArrayList<>();
        if (most > 2) {
            addIfUseful(sizes, new Size(even(width * 2 / 3.0), even(height * 2 / 3.0)));
        }
        if (most > 1) {
            addIfUseful(sizes, new Size(even(width / 2.0), even(height / 2.0)));
        }
        return sizes;
    }

    private static void addIfUseful(List<Size> sizes, Size size) {
        if (Math.min(size.width(), size.height()) >= SHORTEST_SIDE) {
            sizes.add(size);
        }
    }

    private static int even(double pixels) {
        return 2 * (int) Math.round(pixels / 2);
    }
}
