package io.rostra.socketio.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Messages on their way to one client, bounded in bytes. A ring that idles without an array.
/// Confined to one event loop.
final class OutboundQueue {
    /// What became of a message.
    enum Offer {
        QUEUED,
        DROPPED,
        /// The message does not fit and may not be dropped.
        OVERFLOW
    }

    private static final @Nullable OutboundMessage[] EMPTY = {};
    private static final int FIRST_CAPACITY = 8;

    private final int maxBytes;
    private @Nullable OutboundMessage[] ring = EMPTY;
    private int head;
    private int size;
    private long bytes;

    OutboundQueue(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// `blocked`: the transport cannot take anything now.
    Offer offer(OutboundMessage message, boolean blocked) {
        boolean fits =
                switch (message.delivery()) {
                    case RELIABLE -> true;
                    case VOLATILE -> !blocked;
                    case LOSSY -> bytes + message.wireBytes() <= maxBytes / 2;
                };
        if (!fits) {
            return Offer.DROPPED;
        }
        // One message alone always fits, however large: the bound is for what piles up.
        if (size > 0 && bytes + message.wireBytes() > maxBytes) {
            return message.delivery() == OutboundMessage.Delivery.RELIABLE
                    ? Offer.OVERFLOW
                    : Offer.DROPPED;
        }
        add(message);
        return Offer.QUEUED;
    }

    private void add(OutboundMessage message) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = message;
        size++;
        bytes += message.wireBytes();
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /// Bytes queued, as WebSocket frames.
    long bytes() {
        return bytes;
    }

    /// The message at a position from the head.
    OutboundMessage get(int index) {
        OutboundMessage message = ring[(head + index) & (ring.length - 1)];
        if (index >= size || message == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return message;
    }

    void removeFirst(int count) {
        for (int i = 0; i < count; i++) {
            bytes -= get(0).wireBytes();
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            size--;
        }
    }

    void clear() {
        ring = EMPTY;
        head = 0;
        size = 0;
        bytes = 0;
    }

    /// Gives the array back when nothing is queued; called now and then on idle sessions.
    void trim() {
        if (size == 0) {
            clear();
        }
    }

    private void grow() {
        @Nullable OutboundMessage[] larger =
                Arrays.copyOf(ring, Math.max(FIRST_CAPACITY, 2 * size));
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(head + i) & (ring.length - 1)];
        }
        ring = larger;
        head = 0;
    }
}
