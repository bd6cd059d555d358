package io.rostra.sfu;

/// How well a subscriber is served.
///
/// @param score 0 (disconnected) to 5 (excellent), or -1 when unknown
public record ConnectionQuality(String peerId, int score) {

    public static final int UNKNOWN = -1;
    private static final int BEST = 5;

    /// @param loss packets lost per packet sent, 0 to 1
    /// @param degraded the path does not carry what the subscriber asked for
    public static int score(double loss, boolean degraded) {
        int score;
        if (loss < 0.02) {
            score = BEST;
        } else if (loss < 0.05) {
            score = 4;
        } else if (loss < 0.10) {
            score = 3;
        } else if (loss < 0.25) {
            score = 2;
        } else {
            score = 1;
        }
        return degraded ? Math.max(1, score - 2) : score;
    }
}
