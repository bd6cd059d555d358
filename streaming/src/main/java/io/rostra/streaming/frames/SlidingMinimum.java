package io.rostra.streaming.frames;

import java.util.Arrays;

/// The least value of the last ten seconds, kept per second. For one-way delays with unknown
/// offset: the least one met the least queueing. Not thread-safe.
final class SlidingMinimum {
    private static final int SECONDS = 10;
    private static final long SECOND = 1_000_000_000;

    private final long[] minima = new long[SECONDS];
    private long second;
    private boolean empty = true;

    /// @param now like [System#nanoTime()], does not go back
    void add(long value, long now) {
        if (empty) {
            Arrays.fill(minima, value);
            second = Math.floorDiv(now, SECOND);
            empty = false;
            return;
        }
        advance(Math.floorDiv(now, SECOND), value);
        int index = (int) Math.floorMod(second, (long) SECONDS);
        minima[index] = Math.min(minima[index], value);
    }

    private void advance(long to, long value) {
        for (int passed = 0; second < to && passed < SECONDS; passed++) {
            second++;
            minima[(int) Math.floorMod(second, (long) SECONDS)] = value;
        }
        second = Math.max(second, to);
    }

    boolean isEmpty() {
        return empty;
    }

    /// Undefined while empty.
    long minimum() {
        long least = minima[0];
        for (long value : minima) {
            least = Math.min(least, value);
        }
        return least;
    }

    void reset() {
        empty = true;
    }
}
