package io.rostra.streaming.egress.hls;

/// What time it is in the stream: the newest timestamp of either medium, and the real time since it
/// was seen. Ticks of 90 kHz. Confined to the frame thread.
final class MediaClock {

    private static final long NANOS_PER_MILLISECOND = 1_000_000;
    private static final long TICKS_PER_MILLISECOND = 90;

    /// A timestamp further away than this is wrong, whoever made it.
    private static final long REACH_TICKS = 10_000 * TICKS_PER_MILLISECOND;

    private long pts = Long.MIN_VALUE;
    private boolean seenSinceClock;
    private long seenNanos;
    private long nowNanos;

    boolean accepts(long ticks) {
        return !running() || Math.abs(ticks - now()) < REACH_TICKS;
    }

    void onFrame(long ticks) {
        if (ticks > pts) {
            pts = ticks;
            seenSinceClock = true;
        }
    }

    void onClock(long now) {
        nowNanos = now;
        if (seenSinceClock) {
            seenSinceClock = false;
            seenNanos = now;
        }
    }

    boolean running() {
        return pts != Long.MIN_VALUE;
    }

    long now() {
        long elapsed = seenSinceClock ? 0 : nowNanos - seenNanos;
        return pts + elapsed / NANOS_PER_MILLISECOND * TICKS_PER_MILLISECOND;
    }
}
