package io.rostra.signalling.session;

/// A token bucket: so much at once, so much a second in the long run. Confined to one thread.
public final class RateLimit {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long nanosPerMessage;
    private final long capacityNanos;
    private long creditNanos;
    private long refilledAt;

    public RateLimit(int messagesPerSecond, int burst, long now) {
        this.nanosPerMessage = SECOND_NANOS / messagesPerSecond;
        this.capacityNanos = burst * nanosPerMessage;
        this.creditNanos = capacityNanos;
        this.refilledAt = now;
    }

    /// @param now in nanoseconds, never going back
    /// @return false when this message is one too many
    public boolean allow(long now) {
        return allow(1, now);
    }

    /// @param amount of what is limited
    boolean allow(int amount, long now) {
        long cost = amount * nanosPerMessage;
        creditNanos = Math.min(capacityNanos, creditNanos + (now - refilledAt));
        refilledAt = now;
        if (creditNanos < cost) {
            return false;
        }
        creditNanos -= cost;
        return true;
    }
}
