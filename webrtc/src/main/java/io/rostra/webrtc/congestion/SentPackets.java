package io.rostra.webrtc.congestion;

import io.rostra.media.rtcp.TransportCc;
import java.util.Arrays;

/// When each packet was sent, by transport-wide sequence number, until feedback says when it
/// arrived. Memory is fixed; not thread-safe.
final class SentPackets {

    /// A power of two: some seconds at a thousand packets a second.
    private static final int CAPACITY = 4_096;

    private enum Fate {
        UNKNOWN,
        LOST,
        ARRIVED
    }

    private final long[] sequences = new long[CAPACITY];
    private final long[] sentAt = new long[CAPACITY];
    private final int[] bytes = new int[CAPACITY];
    private final int[] probes = new int[CAPACITY];
    private final Fate[] fates = new Fate[CAPACITY];
    private long next;
    private boolean heard;
    private int lastTicks;
    private long unwrappedTicks;

    /// Hears what became of each packet, in order of sending.
    interface Visitor {
        /// @param sentAt nanoseconds of our clock
        /// @param arrivedAt nanoseconds of the receiver's clock, whose zero is unknown
        /// @param probe cluster that the packet belongs to, 0 for none
        void onArrived(long sentAt, long arrivedAt, int bytes, int probe);

        /// @param again was told lost before, and has arrived now (onArrived follows): reordered
        void onLost(boolean again);
    }

    SentPackets() {
        Arrays.fill(sequences, -1);
    }

    /// @return the number that the packet carries, 16 bits
    int onSending(int packetBytes, int probe, long now) {
        long sequence = next++;
        int slot = slot(sequence);
        sequences[slot] = sequence;
        sentAt[slot] = now;
        bytes[slot] = packetBytes;
        probes[slot] = probe;
        fates[slot] = Fate.UNKNOWN;
        return (int) (sequence & 0xFFFF);
    }

    void onFeedback(TransportCc feedback, Visitor visitor) {
        feedback.forEach((number, received, ticks) -> {
            // Feedback is on what was sent already, so none is newer than the newest.
            long sequence = next - 1 - (next - 1 - number & 0xFFFF);
            int slot = slot(sequence);
            if (sequence >= 0 && sequences[slot] == sequence) {
                visit(slot, received, ticks, visitor);
            }
        });
    }

    private void visit(int slot, boolean received, long ticks, Visitor visitor) {
        Fate before = fates[slot];
        if (!received) {
            if (before == Fate.UNKNOWN) {
                fates[slot] = Fate.LOST;
                visitor.onLost(false);
            }
        } else if (before != Fate.ARRIVED) {
            fates[slot] = Fate.ARRIVED;
            if (before == Fate.LOST) {
                visitor.onLost(true);
            }
            visitor.onArrived(
                    sentAt[slot],
                    unwrapTicks((int) ticks) * TransportCc.TICK_NANOS,
                    bytes[slot],
                    probes[slot]);
        }
    }

    /// The reference time has 24 bits in units of 256 ticks, so the sum wraps at 32.
    private long unwrapTicks(int ticks) {
        if (!heard) {
            heard = true;
            lastTicks = ticks;
        }
        unwrappedTicks += ticks - lastTicks;
        lastTicks = ticks;
        return unwrappedTicks;
    }

    private static int slot(long sequence) {
        return (int) sequence & CAPACITY - 1;
    }
}
