package io.rostra.media.rtcp;

import io.rostra.media.rtp.SequenceUnwrapper;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Remembers when packets of one transport arrived, and makes feedback of it. A packet that arrives
/// after its number was reported missing is reported again, with everything behind it. Memory is
/// fixed; confined to one thread.
public final class TransportCcRecorder {
    /// Most packets in one feedback: about 900 bytes at worst, so that it fits a datagram with
    /// other RTCP.
    public static final int MAX_PACKETS_PER_FEEDBACK = 400;

    /// Numbers remembered, a power of two: two seconds at 1000 packets/s.
    private static final int CAPACITY = 2048;

    /// Losses in front of the first arrival that are still worth reporting.
    private static final int MAX_LEADING_LOSSES = 100;

    private static final long ABSENT = Long.MIN_VALUE;

    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();

    /// Arrival in ticks of 250 µs by sequence number modulo capacity, for (highest - capacity,
    /// highest].
    private final long[] arrivals = new long[CAPACITY];

    private boolean started;
    private long highest;

    /// First number that the next feedback reports on.
    private long nextToReport;

    private int feedbackCount;

    /// Notes a packet. `sequenceNumber` is the transport-wide one, 16 bits; `arrivalNanos` comes
    /// from any monotonic clock, taken as near to the socket as possible.
    public void onPacket(int sequenceNumber, long arrivalNanos) {
        long sequence = unwrapper.peek(sequenceNumber);
        if (!started || sequence - highest >= CAPACITY) {
            restart(sequence);
        } else if (sequence > highest) {
            for (long missing = highest + 1; missing < sequence; missing++) {
                arrivals[slot(missing)] = ABSENT;
            }
            arrivals[slot(sequence)] = ABSENT;
            highest = sequence;
        } else if (highest - sequence >= CAPACITY) {
            return;
        }
        unwrapper.unwrap((int) highest);
        if (arrivals[slot(sequence)] == ABSENT) {
            arrivals[slot(sequence)] = Math.floorDiv(arrivalNanos, TransportCc.TICK_NANOS);
            nextToReport = Math.min(nextToReport, sequence);
        }
    }

    /// Lets what has not been reported be: the next packet begins anew, and nothing before it
    /// counts as lost.
    public void forget() {
        started = false;
    }

    private void restart(long sequence) {
        Arrays.fill(arrivals, ABSENT);
        started = true;
        highest = sequence;
        nextToReport = sequence;
    }

    /// Feedback on what arrived since the last one, null if nothing did. It covers at most
    /// [#MAX_PACKETS_PER_FEEDBACK] packets; call again until null to get the rest.
    public @Nullable TransportCc build(int senderSsrc, int mediaSsrc) {
        if (!started) {
            return null;
        }
        long first = firstArrival(Math.max(nextToReport, highest - CAPACITY + 1));
        if (first > highest) {
            return null;
        }
        long base = Math.max(nextToReport, first - MAX_LEADING_LOSSES);
        long previous = arrivals[slot(first)];
        long reference = Math.floorDiv(previous, (long) TransportCc.TICKS_PER_REFERENCE);
        int[] deltas = deltas(base, reference * TransportCc.TICKS_PER_REFERENCE);
        nextToReport = base + deltas.length;
        return new TransportCc(
                senderSsrc,
                mediaSsrc,
                (int) base & 0xFFFF,
                (int) reference & 0xFF_FFFF,
                feedbackCount++ & 0xFF,
                deltas);
    }

    /// Deltas from `base` up to the newest packet, the limit, or the first one too far apart for 16
    /// bits; ends with a packet that was received.
    private int[] deltas(long base, long startTicks) {
        int count = (int) Math.min(highest - base + 1, MAX_PACKETS_PER_FEEDBACK);
        int[] deltas = new int[count];
        long previous = startTicks;
        int end = 0;
        for (int i = 0; i < count; i++) {
            long arrival = arrivals[slot(base + i)];
            if (arrival == ABSENT) {
                deltas[i] = TransportCc.NOT_RECEIVED;
                continue;
            }
            long delta = arrival - previous;
            if (delta != (short) delta) {
                break;
            }
            deltas[i] = (int) delta;
            previous = arrival;
            end = i + 1;
        }
        return Arrays.copyOf(deltas, end);
    }

    /// The first number from `from` on that arrived, or one more than the highest.
    private long firstArrival(long from) {
        long sequence = from;
        while (sequence <= highest && arrivals[slot(sequence)] == ABSENT) {
            sequence++;
        }
        return sequence;
    }

    private static int slot(long sequence) {
        return (int) sequence & CAPACITY - 1;
    }
}
