package io.rostra.webrtc.congestion;

import java.time.Duration;
import java.util.Arrays;

/// Bits per second over a sliding window. Allocates nothing after construction; not thread-safe.
public final class RateMeter {

    private static final int BUCKETS = 20;

    private final long bucketNanos;
    private final long[] bytes = new long[BUCKETS];
    private long total;

    /// Number of the newest bucket since the clock's zero.
    private long newest;

    private long startedAt;
    private boolean started;

    public RateMeter(Duration window) {
        bucketNanos = window.toNanos() / BUCKETS;
    }

    public void add(int packetBytes, long now) {
        if (!started) {
            started = true;
            startedAt = now;
            newest = Math.floorDiv(now, bucketNanos);
        }
        advance(now);
        bytes[Math.floorMod(newest, BUCKETS)] += packetBytes;
        total += packetBytes;
    }

    /// Bits per second; 0 before the first packet. Over less time than the window at its start.
    public long bitsPerSecond(long now) {
        if (!started) {
            return 0;
        }
        advance(now);
        long window = bucketNanos * BUCKETS;
        long span = Math.clamp(now - startedAt, window / 4, window);
        return total * 8 * 1_000_000_000L / span;
    }

    public void reset() {
        started = false;
        total = 0;
        Arrays.fill(bytes, 0);
    }

    private void advance(long now) {
        long current = Math.floorDiv(now, bucketNanos);
        if (current - newest >= BUCKETS) {
            Arrays.fill(bytes, 0);
            total = 0;
            newest = current;
        }
        while (newest < current) {
            newest++;
            int slot = Math.floorMod(newest, BUCKETS);
            total -= bytes[slot];
            bytes[slot] = 0;
        }
    }
}
