package io.rostra.webrtc.sctp;

import java.time.Duration;
import java.util.Arrays;

/// Which TSNs arrived, and when to say so (RFC 9260 section 6.2). Confined to one event loop.
///
/// Beyond the cumulative point, arrivals are kept as sorted ranges; a chunk that would need one
/// range more than fits a SACK is refused, its sender will repeat it.
final class ReceivedTsns {
    enum Arrival {
        NEW,
        DUPLICATE,
        TOO_FAR
    }

    /// Stays well under the RFC's 200 ms: acknowledgements here cost little and feed the peer's
    /// RTO.
    private static final long DELAY_NANOS = Duration.ofMillis(40).toNanos();

    private static final int MAX_RANGES = 200;
    private static final int MAX_DUPLICATES = 20;

    /// Gap ack blocks hold 16-bit offsets.
    private static final int MAX_DISTANCE = 0xFFFF;

    private int cumulative;

    /// Start and end in turn, inclusive, as offsets from the initial cumulative point: never wraps
    /// in an association's life.
    private final long[] ranges = new long[2 * MAX_RANGES];

    private int rangeCount;
    private long cumulativeOffset;
    private final int[] duplicates = new int[MAX_DUPLICATES];
    private int duplicateCount;
    private int packetsUnacked;
    private long lastArrival;
    private boolean ackNow;
    private final Timer delay = new Timer();

    ReceivedTsns(int peerInitialTsn) {
        cumulative = peerInitialTsn - 1;
    }

    /// Says what `accept` would, and changes nothing but the list of duplicates.
    Arrival check(int tsn) {
        int distance = tsn - cumulative;
        if (distance <= 0 || contains(cumulativeOffset + distance)) {
            if (duplicateCount < MAX_DUPLICATES) {
                duplicates[duplicateCount++] = tsn;
            }
            ackNow = true;
            return Arrival.DUPLICATE;
        }
        if (distance > MAX_DISTANCE || (rangeCount == MAX_RANGES && !extendsRange(distance))) {
            ackNow = true;
            return Arrival.TOO_FAR;
        }
        return Arrival.NEW;
    }

    /// Records a TSN for which `check` said NEW.
    void accept(int tsn) {
        long offset = cumulativeOffset + (tsn - cumulative);
        int i = firstRangeEndingAtOrAfter(offset - 1);
        if (i < rangeCount && ranges[2 * i + 1] == offset - 1) {
            ranges[2 * i + 1] = offset;
            if (i + 1 < rangeCount && ranges[2 * i + 2] == offset + 1) {
                ranges[2 * i + 1] = ranges[2 * i + 3];
                removeRanges(i + 1, i + 2);
            }
        } else if (i < rangeCount && ranges[2 * i] == offset + 1) {
            ranges[2 * i] = offset;
        } else if (offset == cumulativeOffset + 1) {
            cumulativeOffset = offset;
            cumulative = tsn;
        } else {
            System.arraycopy(ranges, 2 * i, ranges, 2 * i + 2, 2 * (rangeCount - i));
            ranges[2 * i] = offset;
            ranges[2 * i + 1] = offset;
            rangeCount++;
        }
        absorb();
    }

    /// The sender gave up everything to this TSN (RFC 3758 section 3.6).
    void forwardTo(int tsn) {
        int distance = tsn - cumulative;
        ackNow = true;
        if (distance <= 0) {
            return;
        }
        cumulative = tsn;
        cumulativeOffset += distance;
        absorb();
    }

    private void absorb() {
        int passed = 0;
        while (passed < rangeCount && ranges[2 * passed] <= cumulativeOffset + 1) {
            long end = Math.max(cumulativeOffset, ranges[2 * passed + 1]);
            cumulative += (int) (end - cumulativeOffset);
            cumulativeOffset = end;
            passed++;
        }
        removeRanges(0, passed);
    }

    private void removeRanges(int from, int to) {
        System.arraycopy(ranges, 2 * to, ranges, 2 * from, 2 * (rangeCount - to));
        rangeCount -= to - from;
    }

    private boolean contains(long offset) {
        int i = firstRangeEndingAtOrAfter(offset);
        return i < rangeCount && ranges[2 * i] <= offset;
    }

    private boolean extendsRange(int distance) {
        long offset = cumulativeOffset + distance;
        int i = firstRangeEndingAtOrAfter(offset - 1);
        boolean touches =
                i < rangeCount && (ranges[2 * i + 1] == offset - 1 || ranges[2 * i] == offset + 1);
        return distance == 1 || touches;
    }

    private int firstRangeEndingAtOrAfter(long offset) {
        int low = 0;
        int high = rangeCount;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges[2 * middle + 1] < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// A packet with DATA was processed: every second one is acknowledged at once, and all while
    /// something is missing.
    void onDataPacket(boolean immediate, long now) {
        lastArrival = now;
        packetsUnacked++;
        if (immediate || rangeCount > 0 || packetsUnacked >= 2) {
            ackNow = true;
        } else if (!delay.running()) {
            delay.start(now + DELAY_NANOS);
        }
    }

    void requestAck() {
        ackNow = true;
    }

    /// There is room again for a peer that may be waiting: also due as a timeout, as no packet of
    /// theirs may come that would make us look for something to send.
    void onWindowOpened() {
        ackNow = true;
        delay.start(lastArrival);
    }

    void onTimeout(long now) {
        if (delay.expire(now)) {
            ackNow = true;
        }
    }

    boolean ackDue() {
        return ackNow;
    }

    /// Something was received that is not acknowledged yet: worth adding to a packet that leaves
    /// anyway.
    boolean ackPending() {
        return ackNow || packetsUnacked > 0;
    }

    SackChunk sack(int receiverWindow) {
        int[] gaps = new int[2 * rangeCount];
        int used = 0;
        for (int i = 0; i < rangeCount; i++) {
            long start = ranges[2 * i] - cumulativeOffset;
            long end = Math.min(ranges[2 * i + 1] - cumulativeOffset, MAX_DISTANCE);
            gaps[used++] = (int) start;
            gaps[used++] = (int) end;
        }
        int[] repeated = Arrays.copyOf(duplicates, duplicateCount);
        duplicateCount = 0;
        packetsUnacked = 0;
        ackNow = false;
        delay.stop();
        return new SackChunk(cumulative, receiverWindow, gaps, repeated);
    }

    int cumulative() {
        return cumulative;
    }

    /// How far a TSN is from the first one, without wrap: orders chunks for reassembly.
    long unwrap(int tsn) {
        return cumulativeOffset + (tsn - cumulative);
    }

    long earliest(long other) {
        return delay.earliest(other);
    }
}
