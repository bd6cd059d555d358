package io.rostra.streaming.egress.hls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The date ranges that a stream's playlists list: those that are not over before the window
/// begins. Thread-safe: anybody adds, the frame thread reads.
final class TimedMetadata {

    /// More in one window than anybody can read; each costs about 300 bytes in every playlist.
    static final int MOST = 100;

    private final Deque<DateRange> ranges = new ArrayDeque<>();
    private int count;

    /// In a long window the oldest that is over makes room.
    ///
    /// @return false when there are too many that are not over
    synchronized boolean add(Instant start, Duration duration, String payload) {
        if (ranges.size() >= MOST && !removeOldestOver(start)) {
            return false;
        }
        count++;
        ranges.addLast(new DateRange(count, start, duration, payload));
        return true;
    }

    private boolean removeOldestOver(Instant now) {
        for (var candidates = ranges.iterator(); candidates.hasNext(); ) {
            if (candidates.next().end().isBefore(now)) {
                candidates.remove();
                return true;
            }
        }
        return false;
    }

    /// Those still of use to a playlist whose first segment begins at `windowStart`; the others are
    /// forgotten.
    synchronized List<DateRange> since(Instant windowStart) {
        if (ranges.isEmpty()) {
            return List.of();
        }
        ranges.removeIf(range -> range.end().isBefore(windowStart));
        return List.copyOf(ranges);
    }
}
