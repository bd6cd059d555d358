package io.rostra.server;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// How late the audience of a stream sees it, by what its players say when they ask for playlists:
/// the date of the media they show, in the server's own time (EXT-X-PROGRAM-DATE-TIME). So no clock
/// but the server's is read, and nothing is asked for besides. A player may lie, hence the median.
/// Thread-safe.
final class PlayheadReports {

    /// Milliseconds since the epoch, as text.
    static final String HEADER = "Rostra-Playhead";

    /// A median needs no more, and to sort them takes no time.
    private static final int MOST = 1000;

    /// Longer than any rewind window is nobody's delay.
    private static final long LONGEST_MILLIS = 600_000;

    private static final int LONGEST_TEXT = 15;

    private final long lastsNanos;
    private final Map<Long, Report> reports = new ConcurrentHashMap<>();

    private record Report(int lateMillis, long atNanos) {}

    /// @param lastsNanos after which a report says nothing more
    PlayheadReports(long lastsNanos) {
        this.lastsNanos = lastsNanos;
    }

    /// @param playhead the header as it came; what is no date of late is dropped
    void note(long viewer, @Nullable String playhead, long nowMillis, long nowNanos) {
        if (playhead == null || playhead.isEmpty() || playhead.length() > LONGEST_TEXT) {
            return;
        }
        for (int i = 0; i < playhead.length(); i++) {
            if (playhead.charAt(i) < '0' || playhead.charAt(i) > '9') {
                return;
            }
        }
        long late = nowMillis - Long.parseLong(playhead);
        if (late < 0 || late > LONGEST_MILLIS) {
            return;
        }
        if (reports.size() < MOST || reports.containsKey(viewer)) {
            reports.put(viewer, new Report((int) late, nowNanos));
        }
    }

    int count(long nowNanos) {
        reports.values().removeIf(report -> nowNanos - report.atNanos() > lastsNanos);
        return reports.size();
    }

    /// In milliseconds; empty while no player says anything.
    OptionalInt median(long nowNanos) {
        count(nowNanos);
        int[] sorted = reports.values().stream().mapToInt(Report::lateMillis).sorted().toArray();
        return sorted.length == 0 ? OptionalInt.empty() : OptionalInt.of(sorted[sorted.length / 2]);
    }
}
