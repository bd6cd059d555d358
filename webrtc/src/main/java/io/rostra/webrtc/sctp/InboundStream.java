package io.rostra.webrtc.sctp;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Fragments of one incoming stream that are not a whole, deliverable message yet (RFC 9260 section
/// 6.6, 6.9). Keys are unwrapped TSNs. Confined to one event loop.
final class InboundStream {
    private final TreeMap<Long, DataChunk> ordered = new TreeMap<>();
    private final TreeMap<Long, DataChunk> unordered = new TreeMap<>();
    private int nextSsn;

    /// Every fragment from the first of `ordered` up to here is known to follow its predecessor:
    /// saves walking again.
    private long scanned = Long.MIN_VALUE;

    /// @return false if the fragment is of a message that is over already
    boolean add(long tsn, DataChunk chunk) {
        if (!chunk.unordered() && SerialNumber.ssnBefore(chunk.ssn(), nextSsn)) {
            return false;
        }
        (chunk.unordered() ? unordered : ordered).put(tsn, chunk);
        return true;
    }

    /// The next ordered message if it is complete; its fragments are taken out.
    @Nullable Fragments takeOrdered() {
        Map.Entry<Long, DataChunk> first = ordered.firstEntry();
        if (first == null || !first.getValue().begin() || first.getValue().ssn() != nextSsn) {
            return null;
        }
        long tsn = scanned == Long.MIN_VALUE ? first.getKey() : scanned;
        DataChunk chunk = ordered.get(tsn);
        while (chunk != null && chunk.ssn() == nextSsn) {
            scanned = tsn;
            if (chunk.end()) {
                scanned = Long.MIN_VALUE;
                nextSsn = SerialNumber.nextSsn(nextSsn);
                return Fragments.takeFrom(ordered, first.getKey(), tsn);
            }
            chunk = ordered.get(++tsn);
        }
        return null;
    }

    /// The unordered message around a fragment that just came, if that completed it.
    @Nullable Fragments takeUnordered(long tsn) {
        long end = tsn;
        DataChunk chunk = unordered.get(end);
        while (chunk != null && !chunk.end()) {
            chunk = unordered.get(++end);
        }
        if (chunk == null) {
            return null;
        }
        long begin = tsn;
        chunk = unordered.get(begin);
        while (chunk != null && !chunk.begin()) {
            chunk = unordered.get(--begin);
        }
        return chunk == null ? null : Fragments.takeFrom(unordered, begin, end);
    }

    /// Drops unordered fragments that can never become whole.
    ///
    /// @return what they cost, see `ReassemblyQueue.cost`
    int dropUnorderedTo(long tsn) {
        return drop(unordered.headMap(tsn, true).values().iterator());
    }

    /// Drops incomplete messages up to a sequence number; complete ones before it must have been
    /// taken.
    int skipTo(int ssn) {
        if (SerialNumber.ssnBefore(ssn, nextSsn)) {
            return 0;
        }
        int freed = 0;
        Iterator<DataChunk> chunks = ordered.values().iterator();
        while (chunks.hasNext()) {
            DataChunk chunk = chunks.next();
            if (SerialNumber.ssnAtMost(chunk.ssn(), ssn)) {
                freed += ReassemblyQueue.cost(chunk);
                chunks.remove();
            }
        }
        scanned = Long.MIN_VALUE;
        nextSsn = SerialNumber.nextSsn(ssn);
        return freed;
    }

    /// Steps over a message that will not come, to the oldest one at hand, if that is at most
    /// `ssn`.
    boolean skipToOldestWithin(int ssn) {
        Map.Entry<Long, DataChunk> first = ordered.firstEntry();
        if (first == null || SerialNumber.ssnBefore(ssn, first.getValue().ssn())) {
            return false;
        }
        if (first.getValue().ssn() != nextSsn) {
            nextSsn = first.getValue().ssn();
            scanned = Long.MIN_VALUE;
        }
        return true;
    }

    /// Drops the fragments of the message that is next in order.
    int dropNext() {
        return skipTo(nextSsn);
    }

    /// The stream begins anew (RFC 6525 section 5.2.2); remains of the old one are dropped.
    int reset() {
        int freed = drop(ordered.values().iterator()) + drop(unordered.values().iterator());
        nextSsn = 0;
        scanned = Long.MIN_VALUE;
        return freed;
    }

    private static int drop(Iterator<DataChunk> chunks) {
        int freed = 0;
        while (chunks.hasNext()) {
            freed += ReassemblyQueue.cost(chunks.next());
            chunks.remove();
        }
        return freed;
    }
}
