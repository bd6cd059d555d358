package io.rostra.streaming.frames;

import io.rostra.media.rtp.RtpPacket;
import io.rostra.media.rtp.SequenceUnwrapper;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Puts RTP packets back into the order of their sequence numbers. A hole is waited for, since the
/// retransmission that closes it comes a round trip or more later; then it is given up. Packets
/// that come in order pass without a copy. Not thread-safe.
final class ReorderBuffer {
    /// Packets held back at most; a power of two. More than one key frame of a large picture.
    static final int CAPACITY = 512;

    private final long holdNanos;
    private final Output output;
    private final SequenceUnwrapper sequence = new SequenceUnwrapper();
    private final byte[] @Nullable [] held = new byte[CAPACITY] @Nullable [];
    private final long[] arrivals = new long[CAPACITY];
    private final RtpPacket heldPacket = new RtpPacket();
    private int heldCount;
    private long next;
    private boolean started;

    /// @param holdNanos how long a hole is waited for, from the first packet behind it
    ReorderBuffer(long holdNanos, Output output) {
        this.holdNanos = holdNanos;
        this.output = output;
    }

    interface Output {
        /// The next packet in order; the view is used again afterwards.
        void onPacket(RtpPacket packet, long arrivalNanos);

        /// Packets before the next one will not come.
        void onLoss();
    }

    void push(RtpPacket packet, long arrivalNanos) {
        long number = sequence.unwrap(packet.sequenceNumber());
        if (!started) {
            started = true;
            next = number;
        }
        if (number < next - CAPACITY || number >= next + CAPACITY) {
            restartAt(number);
        }
        if (number == next) {
            next++;
            output.onPacket(packet, arrivalNanos);
            releaseInOrder();
        } else if (number > next) {
            hold(number, packet, arrivalNanos);
        }
    }

    /// The sequence has jumped further than a hole can be.
    private void restartAt(long number) {
        clear();
        next = number;
        output.onLoss();
    }

    private void hold(long number, RtpPacket packet, long arrivalNanos) {
        int slot = slot(number);
        if (held[slot] == null) {
            held[slot] =
                    Arrays.copyOfRange(
                            packet.buffer(), packet.offset(), packet.offset() + packet.length());
            arrivals[slot] = arrivalNanos;
            heldCount++;
        }
    }

    private void releaseInOrder() {
        while (heldCount > 0) {
            int slot = slot(next);
            byte[] bytes = held[slot];
            if (bytes == null) {
                return;
            }
            held[slot] = null;
            heldCount--;
            next++;
            if (heldPacket.wrap(bytes, 0, bytes.length)) {
                output.onPacket(heldPacket, arrivals[slot]);
            }
        }
    }

    /// Gives up holes that are too old.
    void poll(long now) {
        while (heldCount > 0) {
            long first = next;
            while (held[slot(first)] == null) {
                first++;
            }
            if (now - arrivals[slot(first)] < holdNanos) {
                return;
            }
            next = first;
            output.onLoss();
            releaseInOrder();
        }
    }

    /// Forgets everything, as for a new stream.
    void reset() {
        clear();
        sequence.reset();
        started = false;
    }

    private void clear() {
        Arrays.fill(held, null);
        heldCount = 0;
    }

    private static int slot(long number) {
        return (int) number & CAPACITY - 1;
    }
}
