package io.rostra.sfu.subscribe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Spreads bursts, above all key frames, over time, so that they do not fill the queues of a narrow
/// path: a bucket that fills at a multiple of the target rate, and the packets that wait for it.
/// Those are not held but only named: their bytes are in the history of the published track.
/// Confined to one loop; no allocation per packet.
final class Pacer {

    /// Packets that may wait, a power of two. What comes on top is not sent, and repaired when the
    /// subscriber asks.
    private static final int CAPACITY = 512;

    /// Of the target rate: frames are not all of the same size.
    private static final double FACTOR = 2.5;

    /// Nothing waits much longer than this, if the rate has to be exceeded for it.
    private static final double MAX_WAIT_SECONDS = 1.0;

    private static final double BURST_SECONDS = Duration.ofMillis(40).toNanos() / 1e9;
    private static final double MIN_BURST_BYTES = 6_000;

    /// Puts a packet on the wire that waited.
    interface Output {
        /// @param number of the down track's stream
        /// @return bytes sent, 0 when the packet is not to be had any more
        int transmit(DownTrack track, long number, boolean retransmission, long now);
    }

    private final Output output;
    private final @Nullable DownTrack[] tracks = new DownTrack[CAPACITY];
    private final long[] numbers = new long[CAPACITY];
    private final boolean[] retransmissions = new boolean[CAPACITY];
    private final int[] sizes = new int[CAPACITY];
    private int head;
    private int waiting;
    private long waitingBytes;
    private double bytesPerSecond;
    private double budget;
    private long filledAt;

    Pacer(Output output, long now) {
        this.output = output;
        this.filledAt = now;
    }

    /// @param target bits per second
    void rate(long target) {
        bytesPerSecond = target * FACTOR / 8;
    }

    int waiting() {
        return waiting;
    }

    /// Whether a packet of this size may go now, which then counts as sent.
    boolean mayGo(int bytes, long now) {
        fill(now);
        if (waiting > 0 || budget <= 0) {
            return false;
        }
        budget -= bytes;
        return true;
    }

    /// A packet went without asking.
    void onSent(int bytes) {
        budget -= bytes;
    }

    /// @return false when too many wait already
    boolean enqueue(DownTrack track, long number, boolean retransmission, int bytes) {
        if (waiting == CAPACITY) {
            return false;
        }
        int slot = head + waiting & CAPACITY - 1;
        tracks[slot] = track;
        numbers[slot] = number;
        retransmissions[slot] = retransmission;
        sizes[slot] = bytes;
        waiting++;
        waitingBytes += bytes;
        return true;
    }

    /// Sends what may go by now.
    void onTick(long now) {
        fill(now);
        while (waiting > 0 && budget > 0) {
            int slot = head;
            head = head + 1 & CAPACITY - 1;
            waiting--;
            waitingBytes -= sizes[slot];
            DownTrack track = tracks[slot];
            tracks[slot] = null;
            if (track != null) {
                budget -= output.transmit(track, numbers[slot], retransmissions[slot], now);
            }
        }
    }

    private void fill(long now) {
        double rate = Math.max(bytesPerSecond, waitingBytes / MAX_WAIT_SECONDS);
        double most = Math.max(MIN_BURST_BYTES, rate * BURST_SECONDS);
        budget = Math.min(most, budget + rate * (now - filledAt) / 1e9);
        filledAt = now;
    }
}
