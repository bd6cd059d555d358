package io.rostra.streaming.ingest;

import java.time.Duration;

/// Puts a stream's own times, which begin anew whenever its recorder does, on one timeline that
/// only goes forward: about the time at which the stream's first frame came, and from there on as
/// the stream says. Microseconds. Not thread-safe.
final class MediaTimeline {
    /// A stream cannot run ahead of time; one that says so has lost count.
    private static final long MOST_AHEAD = Duration.ofSeconds(5).toNanos() / 1_000;

    /// Nor is it of use so late.
    private static final long MOST_BEHIND = Duration.ofSeconds(60).toNanos() / 1_000;

    private boolean anchored;
    private long offset;
    private long latest;

    /// What follows has times of its own.
    void restart() {
        anchored = false;
    }

    /// @param timeMicros of the stream
    /// @param nowMicros when the frame came
    long map(long timeMicros, long nowMicros) {
        long mapped = timeMicros + offset;
        boolean lost = mapped - nowMicros > MOST_AHEAD || nowMicros - mapped > MOST_BEHIND;
        if (!anchored || lost) {
            anchored = true;
            mapped = Math.max(nowMicros, latest + 1);
            offset = mapped - timeMicros;
        }
        latest = Math.max(latest, mapped);
        return mapped;
    }
}
