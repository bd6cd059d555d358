package io.rostra.webrtc.congestion;

import java.util.Arrays;

/// How long the queue on the path is that does not drain: the least delay of the last quarter of a
/// second above the least of the last ten to twenty. A receiver that is short of processor time
/// delays some packets and not others, so its least delay stays what it was; a queue delays all.
/// Not thread-safe.
final class StandingQueue {

    private static final double RECENT_MILLIS = 250;

    /// Base delays are forgotten after one to two of these: routes change, clocks drift.
    private static final double BASE_MILLIS = 10_000;

    /// Groups remembered; more than come in [#RECENT_MILLIS].
    private static final int MEMORY = 64;

    private final double[] arrivals = new double[MEMORY];
    private final double[] delays = new double[MEMORY];
    private int count;
    private double baseBefore = Double.MAX_VALUE;
    private double base = Double.MAX_VALUE;
    private double baseSince;

    StandingQueue() {
        Arrays.fill(arrivals, Double.NEGATIVE_INFINITY);
    }

    /// @param delayMillis one-way, from any zero
    void onGroup(double delayMillis, double nowMillis) {
        int slot = count++ % MEMORY;
        arrivals[slot] = nowMillis;
        delays[slot] = delayMillis;
        if (nowMillis - baseSince > BASE_MILLIS) {
            baseSince = nowMillis;
            baseBefore = base;
            base = Double.MAX_VALUE;
        }
        base = Math.min(base, delayMillis);
    }

    double millis(double nowMillis) {
        double recent = Double.MAX_VALUE;
        for (int i = 0; i < MEMORY; i++) {
            if (nowMillis - arrivals[i] <= RECENT_MILLIS) {
                recent = Math.min(recent, delays[i]);
            }
        }
        return recent == Double.MAX_VALUE ? 0 : recent - Math.min(base, baseBefore);
    }
}
