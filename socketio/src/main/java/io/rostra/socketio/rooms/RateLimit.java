package io.rostra.socketio.rooms;

/// So much a second, and more at once after a rest. `now` is on the clock of `System.nanoTime`.
/// Confined to one thread.
final class RateLimit {
    private static final double NANOS = 1e9;

    private final int perSecond;
    private final long burst;
    private double available;
    private long filledAt;

    /// What comes in a second may come at once.
    RateLimit(int perSecond, long now) {
        this(perSecond, perSecond, now);
    }

    /// @param burst that may come at once
    RateLimit(int perSecond, long burst, long now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.available = burst;
        this.filledAt = now;
    }

    boolean take(int amount, long now) {
        available = Math.min(burst, available + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        if (amount > available) {
            return false;
        }
        available -= amount;
        return true;
    }
}
