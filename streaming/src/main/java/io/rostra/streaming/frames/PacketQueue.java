package io.rostra.streaming.frames;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Packets on their way from the room's loop to the thread of a live stream: one producer, one
/// consumer, no locks, and no allocation once the slots have grown. When it is full the packet is
/// dropped and [#overflowed] tells the consumer, for whom what still waits is useless, too.
final class PacketQueue {
    private static final int TYPICAL_PACKET = 1_300;
    private static final int MAX_PACKET = 2_048;

    /// What stands in a slot. Filled by the producer, read by the consumer up to [#release].
    static final class Slot {
        byte[] data = {};
        int length;
        long arrivalNanos;

        /// A sender report instead of a packet: [#ntpTime] and [#rtpTimestamp] hold.
        boolean senderReport;

        long ntpTime;
        long rtpTimestamp;
    }

    private final Slot[] slots;
    private final int mask;
    private final AtomicLong produced = new AtomicLong();
    private final AtomicLong consumed = new AtomicLong();
    private final AtomicBoolean overflow = new AtomicBoolean();

    /// @param capacity a power of two
    PacketQueue(int capacity) {
        slots = new Slot[capacity];
        Arrays.setAll(slots, _ -> new Slot());
        mask = capacity - 1;
    }

    /// Producer: copies the packet.
    void putPacket(byte[] packet, int offset, int length, long arrivalNanos) {
        long at = produced.get();
        if (length > MAX_PACKET || isFull(at)) {
            overflow.set(true);
            return;
        }
        Slot slot = slots[(int) at & mask];
        if (slot.data.length < length) {
            slot.data = new byte[Math.max(TYPICAL_PACKET, length)];
        }
        System.arraycopy(packet, offset, slot.data, 0, length);
        slot.length = length;
        slot.arrivalNanos = arrivalNanos;
        slot.senderReport = false;
        produced.lazySet(at + 1);
    }

    /// Producer. A report that finds the queue full is no loss: another one comes.
    void putSenderReport(long ntpTime, long rtpTimestamp, long arrivalNanos) {
        long at = produced.get();
        if (isFull(at)) {
            return;
        }
        Slot slot = slots[(int) at & mask];
        slot.senderReport = true;
        slot.ntpTime = ntpTime;
        slot.rtpTimestamp = rtpTimestamp;
        slot.arrivalNanos = arrivalNanos;
        produced.lazySet(at + 1);
    }

    private boolean isFull(long at) {
        return at - consumed.get() > mask;
    }

    /// Consumer: the oldest slot, or null.
    @Nullable Slot peek() {
        long at = consumed.get();
        return at == produced.get() ? null : slots[(int) at & mask];
    }

    /// Consumer: gives the slot of [#peek] back.
    void release() {
        consumed.lazySet(consumed.get() + 1);
    }

    /// Consumer: whether packets were dropped since it was last asked; if so, what waits is
    /// dropped.
    boolean overflowed() {
        if (!overflow.getAndSet(false)) {
            return false;
        }
        consumed.lazySet(produced.get());
        return true;
    }
}
