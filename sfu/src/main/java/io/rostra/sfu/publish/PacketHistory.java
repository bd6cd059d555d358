package io.rostra.sfu.publish;

import java.util.Arrays;

/// The last packets of a published track, as they came, for resending to any subscriber. A ring
/// over one array: no allocation per packet. Confined to one loop.
public final class PacketHistory {

    private static final int SLOT = 1_536;

    private final int capacity;
    private final byte[] bytes;
    private final int[] lengths;
    private final long[] sequences;

    /// @param capacity packets kept, a power of two
    PacketHistory(int capacity) {
        this.capacity = capacity;
        this.bytes = new byte[capacity * SLOT];
        this.lengths = new int[capacity];
        this.sequences = new long[capacity];
    }

    void clear() {
        Arrays.fill(lengths, 0);
    }

    /// @param sequence unwrapped
    void store(long sequence, byte[] buffer, int offset, int length) {
        if (length > SLOT) {
            return;
        }
        int slot = slot(sequence);
        System.arraycopy(buffer, offset, bytes, slot * SLOT, length);
        lengths[slot] = length;
        sequences[slot] = sequence;
    }

    /// Bytes of the stored packet, or 0 when it is not held (any more).
    public int length(long sequence) {
        int slot = slot(sequence);
        return sequences[slot] == sequence ? lengths[slot] : 0;
    }

    /// Where the packet begins in [#bytes()]; valid when [#length] is not 0.
    public int offset(long sequence) {
        return slot(sequence) * SLOT;
    }

    public byte[] bytes() {
        return bytes;
    }

    private int slot(long sequence) {
        return (int) (sequence & (capacity - 1));
    }
}
