package io.rostra.streaming.egress.hls;

/// How long a medium may be behind the clock before something stands in for it: grows when that
/// proves too short. Ticks of 90 kHz. Confined to the frame thread.
final class Patience {

    private static final long MARGIN_TICKS = 50 * 90;
    private static final long MOST_TICKS = 2_000 * 90;

    private final long usual;
    private long ticks;

    Patience(long usualTicks) {
        this.usual = usualTicks;
        this.ticks = usualTicks;
    }

    long ticks() {
        return ticks;
    }

    /// A frame came this long after its place was taken.
    void wasTooShort(long lateTicks) {
        ticks = Math.min(MOST_TICKS, ticks + lateTicks + MARGIN_TICKS);
    }

    /// The medium is gone: no use in waiting until it is back.
    void giveUp() {
        ticks = 0;
    }

    /// The medium is back.
    void resume() {
        ticks = Math.max(ticks, usual);
    }
}
