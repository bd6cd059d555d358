package io.rostra.streaming.worker;

/// A colour as players of high definition read it (ITU-R BT.709, limited range).
///
/// @param blue blue difference
/// @param red red difference
record Colour(int luma, int blue, int red) {

    /// @param rgb red, green and blue in 8 bits each
    static Colour ofRgb(int rgb) {
        double r = (rgb >> 16 & 0xFF) / 255.0;
        double g = (rgb >> 8 & 0xFF) / 255.0;
        double b = (rgb & 0xFF) / 255.0;
        double y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        return new Colour(
                (int) Math.round(16 + 219 * y),
                (int) Math.round(128 + 224 * (b - y) / 1.8556),
                (int) Math.round(128 + 224 * (r - y) / 1.5748));
    }
}
