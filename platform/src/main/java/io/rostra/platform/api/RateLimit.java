package io.rostra.platform.api;

/// A bucket of tokens that fills at a constant rate. Thread-safe.
final class RateLimit {

    private final double perNano;
    private final double capacity;
    private double left;
    private long filledAt = System.nanoTime();

    RateLimit(int perSecond, int capacity) {
        this.perNano = perSecond / 1e9;
        this.capacity = capacity;
        this.left = capacity;
    }

    synchronized boolean exhausted() {
        fill();
        return left < 1;
    }

    synchronized void spend() {
        fill();
        left = Math.max(0, left - 1);
    }

    private void fill() {
        long now = System.nanoTime();
        left = Math.min(capacity, left + (now - filledAt) * perNano);
        filledAt = now;
    }
}
