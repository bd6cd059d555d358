package io.rostra.webrtc.congestion;

import java.time.Duration;

/// An upper limit that follows from loss (draft-ietf-rmcat-gcc-02 section 6): nothing below 2 %,
/// which radios lose without any congestion, and the more above 10 %. Not thread-safe.
final class LossBasedLimit {

    private static final double LOW = 0.02;
    private static final double HIGH = 0.10;
    private static final double GROWTH = 1.08;

    /// Fewer packets say nothing of loss.
    private static final int MIN_PACKETS = 20;

    private static final long MIN_INTERVAL = Duration.ofMillis(300).toNanos();

    private double limit = Double.MAX_VALUE;
    private double fraction;
    private int arrived;
    private int lost;
    private long updatedAt;

    LossBasedLimit(long now) {
        this.updatedAt = now;
    }

    void onArrived() {
        arrived++;
    }

    void onLost(boolean again) {
        lost += again ? -1 : 1;
    }

    /// Lost packets per packet in the last interval, 0 to 1.
    double fraction() {
        return fraction;
    }

    /// @param target what is sent now
    void update(long target, long now) {
        int packets = arrived + Math.max(0, lost);
        if (packets < MIN_PACKETS || now - updatedAt < MIN_INTERVAL) {
            return;
        }
        double seconds = Math.min(1, (now - updatedAt) / 1e9);
        fraction = Math.max(0, lost) / (double) packets;
        arrived = 0;
        lost = 0;
        updatedAt = now;
        if (fraction > HIGH) {
            limit = Math.min(limit, target) * (1 - fraction / 2);
        } else if (fraction < LOW && limit < Double.MAX_VALUE) {
            limit *= Math.pow(GROWTH, seconds);
            if (limit > 2.0 * target) {
                limit = Double.MAX_VALUE;
            }
        }
    }

    /// A probe went through at this rate.
    void raise(long bitsPerSecond) {
        limit = limit < bitsPerSecond ? bitsPerSecond : limit;
    }

    long bitsPerSecond() {
        return limit == Double.MAX_VALUE ? Long.MAX_VALUE : (long) limit;
    }
}
