package io.rostra.socketio.rooms;

/// So much a second, all of it at once if need be. `now` is on the clock of `System.nanoTime`.
/// Confined to one thread.
final class RateLimit {
    private static final double NANOS = 1e9;

    private final int perSecond;
    private double available;
    private long filledAt;

    RateLimit(int perSecond, long now) {
        this.perSecond = perSecond;
        this.available = perSecond;
        this.filledAt = now;
    }

    boolean take(int amount, long now) {
        available = Math.min(perSecond, available + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        if (amount > available) {
            return false;
        }
        available -= amount;
        return true;
    }
}
