package io.rostra.webrtc.congestion;

import java.time.Duration;

/// The rate that follows from [PathUsage]: up while the path's queues keep their length, down below
/// what arrives when they grow (draft-ietf-rmcat-gcc-02 section 5.5). Not thread-safe.
///
/// ```
///              OVERUSED                 UNDERUSED
///  any state ───────────► DECREASE       ───────────► HOLD       (queues drain: wait)
///  DECREASE ── at once ──► HOLD ── NORMAL ──► INCREASE
/// ```
final class DelayBasedRate {

    private enum State {
        HOLD,
        INCREASE
    }

    private static final double DECREASE = 0.85;

    /// When much less is sent than may be and all of it arrives, delay has hardly grown by what we
    /// send: then no further down than this at once. A receiver that is short of processor time
    /// looks the same as a full queue.
    private static final double GENTLE_DECREASE = 0.7;

    private static final double UNUSED = 0.7;
    private static final double DELIVERED = 0.85;

    /// Growth per second while the path's capacity is unknown.
    private static final double GROWTH = 1.08;

    /// What is not used cannot be known to fit: no further above what arrives than this.
    private static final double MAX_ABOVE_ACKED = 1.5;

    private static final long HEADROOM = 10_000;
    private static final long MIN_ADDITIVE_PER_SECOND = 4_000;
    private static final double PACKET_BITS = 1_200 * 8;
    private static final double CAPACITY_SMOOTHING = 0.05;

    private final long minimum;
    private final long maximum;
    private State state = State.INCREASE;
    private double rate;

    /// Mean and relative variance of what arrived when the path was overused; 0 when unknown.
    private double capacity;

    private double variance = 0.4;
    private long updatedAt;
    private long decreasedAt;
    private boolean everDecreased;

    DelayBasedRate(long start, long minimum, long maximum, long now) {
        this.rate = start;
        this.minimum = minimum;
        this.maximum = maximum;
        this.updatedAt = now;
    }

    long bitsPerSecond() {
        return (long) rate;
    }

    boolean decreasedWithin(Duration time, long now) {
        return everDecreased && now - decreasedAt < time.toNanos();
    }

    /// A probe or somebody else knows better.
    void set(long bitsPerSecond, long now) {
        rate = Math.clamp(bitsPerSecond, minimum, maximum);
        updatedAt = now;
        if (rate > upperCapacity()) {
            capacity = 0;
        }
    }

    /// @param acked bits per second that arrive, 0 when not known yet
    /// @param sent bits per second that are sent
    /// @param responseNanos until we hear of what we do
    void update(PathUsage usage, long acked, long sent, long responseNanos, long now) {
        switch (usage) {
            case OVERUSED -> {
                if (mayDecrease(acked, responseNanos, now)) {
                    decrease(acked, sent, now);
                }
                state = State.HOLD;
            }
            case UNDERUSED -> state = State.HOLD;
            case NORMAL -> {
                if (state == State.INCREASE) {
                    increase(acked, responseNanos, now);
                }
                state = State.INCREASE;
            }
        }
        updatedAt = now;
    }

    private boolean mayDecrease(long acked, long responseNanos, long now) {
        long interval = Math.clamp(responseNanos, 10_000_000L, 200_000_000L);
        return !everDecreased || now - decreasedAt >= interval || (acked > 0 && acked < rate / 2);
    }

    private void decrease(long acked, long sent, long now) {
        double below = acked > 0 ? DECREASE * acked : rate / 2;
        if (below > rate && capacity > 0) {
            below = DECREASE * capacity;
        }
        if (acked > 0 && sent < UNUSED * rate && acked > DELIVERED * sent) {
            below = Math.max(below, GENTLE_DECREASE * rate);
        }
        if (acked > 0) {
            learnCapacity(acked);
        }
        rate = Math.clamp(Math.min(rate, below), minimum, maximum);
        everDecreased = true;
        decreasedAt = now;
    }

    private void increase(long acked, long responseNanos, long now) {
        if (capacity > 0 && acked > upperCapacity()) {
            capacity = 0; // the path has got wider
        }
        double seconds = Math.clamp((now - updatedAt) / 1e9, 0, 1);
        double grown =
                capacity > 0
                        ? rate + seconds * additivePerSecond(responseNanos)
                        : rate * Math.pow(GROWTH, seconds);
        double limit = acked > 0 ? MAX_ABOVE_ACKED * acked + HEADROOM : rate;
        rate = Math.clamp(Math.max(rate, Math.min(grown, limit)), minimum, maximum);
    }

    /// Near the capacity: one packet more in each response time.
    private static double additivePerSecond(long responseNanos) {
        double seconds = Math.max(0.1, responseNanos / 1e9 + 0.1);
        return Math.max(MIN_ADDITIVE_PER_SECOND, PACKET_BITS / seconds);
    }

    private void learnCapacity(long acked) {
        if (capacity > 0 && acked < lowerCapacity()) {
            capacity = 0; // the path has got narrower
        }
        if (capacity == 0) {
            capacity = acked;
            return;
        }
        double error = capacity - acked;
        capacity += CAPACITY_SMOOTHING * -error;
        double relative = error * error / Math.max(capacity, 1) / 1_000;
        variance =
                Math.clamp(
                        (1 - CAPACITY_SMOOTHING) * variance + CAPACITY_SMOOTHING * relative,
                        0.4,
                        2.5);
    }

    private double deviation() {
        return Math.sqrt(variance * capacity * 1_000);
    }

    private double upperCapacity() {
        return capacity > 0 ? capacity + 3 * deviation() : Double.MAX_VALUE;
    }

    private double lowerCapacity() {
        return capacity - 3 * deviation();
    }
}
