package io.rostra.sfu.subscribe;

import java.util.Arrays;

/// Closes the gaps that packets leave which do not go to a subscriber: gives what goes numbers
/// without holes, but for packets that are still missing, whose place is kept. Confined to one
/// loop; no allocation per packet.
final class DenseNumbers {

    /// Published packets remembered, a power of two.
    private static final int MEMORY = 1_024;

    private final long[] sequences = new long[MEMORY];
    private final long[] numbers = new long[MEMORY];
    private long highest;
    private long dropped;
    private boolean started;

    DenseNumbers() {
        Arrays.fill(sequences, Long.MIN_VALUE);
    }

    /// A run begins with this packet, of a source whose numbers have nothing to do with those
    /// before.
    void restart(long sequence) {
        started = true;
        highest = sequence - 1;
        dropped = 0;
        Arrays.fill(sequences, Long.MIN_VALUE);
    }

    /// The number of a packet that goes, or [Long#MIN_VALUE] when it came too late to have one.
    long take(long sequence) {
        reach(sequence);
        int slot = (int) (sequence & (MEMORY - 1));
        return sequences[slot] == sequence ? numbers[slot] : Long.MIN_VALUE;
    }

    /// The packet does not go.
    ///
    /// @return its number if its place was kept and has to be filled, else [Long#MIN_VALUE]
    long drop(long sequence) {
        if (!started || sequence > highest) {
            reach(sequence - 1);
            highest = sequence;
            dropped++;
            return Long.MIN_VALUE;
        }
        return take(sequence);
    }

    /// Keeps places for all packets up to this one.
    private void reach(long sequence) {
        for (long each = Math.max(highest + 1, sequence - MEMORY + 1); each <= sequence; each++) {
            int slot = (int) (each & (MEMORY - 1));
            sequences[slot] = each;
            numbers[slot] = each - dropped;
        }
        highest = Math.max(highest, sequence);
    }
}
