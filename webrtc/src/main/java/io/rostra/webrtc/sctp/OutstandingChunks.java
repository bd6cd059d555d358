package io.rostra.webrtc.sctp;

import io.rostra.webrtc.sctp.OutstandingChunk.State;
import org.jspecify.annotations.Nullable;

/// The chunks between the cumulative ack point and the next TSN, by TSN, and how many bytes of them
/// are in flight. The only place where a chunk changes its state. Confined to one event loop.
final class OutstandingChunks {
    /// Most chunks at once; a power of two. Bounds memory against peers that acknowledge everything
    /// but the first.
    private static final int CAPACITY = 2048;

    private static final int MASK = CAPACITY - 1;

    private final @Nullable OutstandingChunk[] ring = new OutstandingChunk[CAPACITY];
    private int cumulativeAck;
    private int nextTsn;
    private int flight;
    private int lost;

    OutstandingChunks(int initialTsn) {
        nextTsn = initialTsn;
        cumulativeAck = initialTsn - 1;
    }

    int cumulativeAck() {
        return cumulativeAck;
    }

    int nextTsn() {
        return nextTsn;
    }

    /// Bytes of chunks that are neither acknowledged nor thought lost.
    int flight() {
        return flight;
    }

    /// Chunks that wait to be sent again.
    int lost() {
        return lost;
    }

    boolean isEmpty() {
        return cumulativeAck + 1 == nextTsn;
    }

    boolean isFull() {
        return nextTsn - cumulativeAck > CAPACITY - 1;
    }

    OutstandingChunk at(int tsn) {
        OutstandingChunk chunk = ring[tsn & MASK];
        if (chunk == null) {
            throw new IllegalStateException("no chunk with TSN " + Integer.toUnsignedString(tsn));
        }
        return chunk;
    }

    /// A new chunk leaves; its TSN is `nextTsn`.
    void add(OutstandingChunk chunk) {
        ring[nextTsn & MASK] = chunk;
        nextTsn++;
        flight += chunk.size();
    }

    /// A lost chunk leaves again.
    void resend(OutstandingChunk chunk) {
        lost--;
        flight += chunk.size();
        chunk.state = State.IN_FLIGHT;
    }

    /// @return false if it was acknowledged or given up before
    boolean acknowledge(OutstandingChunk chunk) {
        return leave(chunk, State.ACKED);
    }

    void abandon(OutstandingChunk chunk) {
        leave(chunk, State.ABANDONED);
        chunk.state = State.ABANDONED;
    }

    void lose(OutstandingChunk chunk) {
        if (chunk.state == State.IN_FLIGHT) {
            flight -= chunk.size();
            lost++;
            chunk.state = State.LOST;
        }
    }

    /// What was acknowledged in a gap may be taken back (RFC 9260 section 6.2.1 D iii).
    void renege(OutstandingChunk chunk) {
        if (chunk.state == State.ACKED) {
            flight += chunk.size();
            chunk.state = State.IN_FLIGHT;
        }
    }

    private boolean leave(OutstandingChunk chunk, State next) {
        switch (chunk.state) {
            case IN_FLIGHT -> flight -= chunk.size();
            case LOST -> lost--;
            case ACKED, ABANDONED -> {
                return false;
            }
        }
        chunk.state = next;
        return true;
    }

    /// Forgets the chunk after the cumulative ack point, which is acknowledged or given up.
    void removeFirst() {
        cumulativeAck++;
        ring[cumulativeAck & MASK] = null;
    }
}
