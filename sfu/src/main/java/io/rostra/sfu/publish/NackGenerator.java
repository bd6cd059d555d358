package io.rostra.sfu.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which packets of one source are missing and when to ask for them (RFC 4585 section 6.2.1). Also
/// tells duplicates. Asks at once, then about once a round trip, up to ten times; then the packet
/// is given up. Confined to one loop.
final class NackGenerator {

    enum Arrival {
        NEW,
        /// Was missing and now came, late or repaired.
        RECOVERED,
        DUPLICATE
    }

    private static final int MAX_MISSING = 512;
    private static final int MAX_REQUESTS = 10;

    /// A jump this far is a new beginning, not loss.
    private static final int MAX_GAP = 1_000;

    /// Reordering within this time is not yet loss.
    private static final long PATIENCE_NANOS = Duration.ofMillis(5).toNanos();

    private static final long RETRY_NANOS = Duration.ofMillis(60).toNanos();

    private final TreeMap<Long, Missing> missing = new TreeMap<>();
    private boolean started;
    private long highest;
    private boolean gaveUp;

    private static final class Missing {
        private long dueAt;
        private int requests;
    }

    /// @param sequence unwrapped
    Arrival onPacket(long sequence, long now) {
        if (!started) {
            started = true;
            highest = sequence;
            return Arrival.NEW;
        }
        if (sequence <= highest) {
            return missing.remove(sequence) != null ? Arrival.RECOVERED : Arrival.DUPLICATE;
        }
        if (sequence - highest > MAX_GAP) {
            missing.clear();
            gaveUp = true;
        } else {
            for (long lost = highest + 1; lost < sequence; lost++) {
                var entry = new Missing();
                entry.dueAt = now + PATIENCE_NANOS;
                missing.put(lost, entry);
            }
        }
        highest = sequence;
        while (missing.size() > MAX_MISSING) {
            missing.pollFirstEntry();
            gaveUp = true;
        }
        return Arrival.NEW;
    }

    /// Sequence numbers to ask for now, oldest first; low 16 bits count.
    List<Integer> due(long now) {
        if (missing.isEmpty()) {
            return List.of();
        }
        var due = new ArrayList<Integer>();
        Iterator<Map.Entry<Long, Missing>> entries = missing.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, Missing> entry = entries.next();
            Missing state = entry.getValue();
            if (state.dueAt - now > 0) {
                continue;
            }
            if (state.requests == MAX_REQUESTS) {
                entries.remove();
                gaveUp = true;
                continue;
            }
            state.requests++;
            state.dueAt = now + RETRY_NANOS;
            due.add((int) (entry.getKey() & 0xFFFF));
        }
        return due;
    }

    /// Whether something was lost for good since the last call: time for a key frame.
    boolean pollGaveUp() {
        boolean result = gaveUp;
        gaveUp = false;
        return result;
    }
}
