package io.rostra.streaming.ingest;

import java.time.Duration;
import java.util.Arrays;

/// How long frames are held so that they go out at an even pace although they come in chunks: as
/// long as the latest of the last seconds was late. Microseconds. Not thread-safe.
final class PlayoutDelay {
    private static final long BUCKET = Duration.ofSeconds(1).toNanos() / 1_000;
    private static final int BUCKETS = 8;

    /// What is later than this goes out at once; the network's hiccups are not worth more.
    private static final long MOST = Duration.ofMillis(2_500).toNanos() / 1_000;

    private final long[] worst = new long[BUCKETS];
    private long current = Long.MIN_VALUE;
    private long delay;

    /// A frame came.
    ///
    /// @param lateness from the frame's time to now
    void onFrame(long lateness, long nowMicros) {
        long bucket = Math.floorDiv(nowMicros, BUCKET);
        if (bucket - current >= BUCKETS || current == Long.MIN_VALUE) {
            Arrays.fill(worst, 0);
        } else {
            for (long i = current + 1; i <= bucket; i++) {
                worst[slot(i)] = 0;
            }
        }
        current = bucket;
        worst[slot(bucket)] = Math.max(worst[slot(bucket)], Math.min(lateness, MOST));
        delay = Arrays.stream(worst).max().orElse(0);
    }

    /// Added to a frame's time it gives the time to send it.
    long micros() {
        return delay;
    }

    private static int slot(long bucket) {
        return (int) Math.floorMod(bucket, (long) BUCKETS);
    }
}
