package io.rostra.webrtc.net;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A link between two ends, `A` and `B`, that loses, delays, reorders and repeats packets as a seed
/// decides. Time is handed in.
public final class SimulatedNetwork {
    /// The two ends of the link.
    public enum End {
        A,
        B;

        public End other() {
            return this == A ? B : A;
        }
    }

    private static final long LOST = Long.MAX_VALUE;

    /// A packet that arrived.
    @SuppressWarnings("ArrayRecordComponent")
    public record Delivery(End to, byte[] packet) {}

    private record InFlight(long arrival, long order, End to, byte[] packet) {}

    private final RandomGenerator random;
    private final PriorityQueue<InFlight> inFlight =
            new PriorityQueue<>(
                    Comparator.comparingLong(InFlight::arrival).thenComparingLong(InFlight::order));
    private double loss;
    private double duplication;
    private long delayNanos = Duration.ofMillis(20).toNanos();
    private long jitterNanos;
    private long bitsPerSecond;
    private int queueBytes;

    /// When the bottleneck of each direction has sent what it holds.
    private final long[] freeAt = {Long.MIN_VALUE, Long.MIN_VALUE};

    private Predicate<Delivery> filter = _ -> true;
    private long order;
    private long sent;

    public SimulatedNetwork(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// @param probability that a packet does not arrive, each direction alike
    public SimulatedNetwork loss(double probability) {
        loss = probability;
        return this;
    }

    /// @param probability that a packet arrives twice
    public SimulatedNetwork duplication(double probability) {
        duplication = probability;
        return this;
    }

    /// @param oneWay time from end to end
    public SimulatedNetwork delay(Duration oneWay) {
        delayNanos = oneWay.toNanos();
        return this;
    }

    /// @param most up to this much longer, packet by packet: reorders
    public SimulatedNetwork jitter(Duration most) {
        jitterNanos = most.toNanos();
        return this;
    }

    /// A bottleneck in front of the link, in each direction.
    ///
    /// @param most bytes that wait; what comes on top is lost
    public SimulatedNetwork rate(long bits, int most) {
        bitsPerSecond = bits;
        queueBytes = most;
        return this;
    }

    /// Lets only some packets through, before loss; replaces an earlier filter.
    public SimulatedNetwork only(Predicate<Delivery> passes) {
        filter = passes;
        return this;
    }

    public void send(End from, byte[] packet, long now) {
        sent++;
        if (!filter.test(new Delivery(from.other(), packet)) || random.nextDouble() < loss) {
            return;
        }
        long leaves = throughBottleneck(from, packet.length, now);
        if (leaves == LOST) {
            return;
        }
        enqueue(from.other(), packet, leaves);
        if (random.nextDouble() < duplication) {
            enqueue(from.other(), packet, leaves);
        }
    }

    /// When the last bit is on the link.
    private long throughBottleneck(End from, int bytes, long now) {
        if (bitsPerSecond == 0) {
            return now;
        }
        long begins = Math.max(now, freeAt[from.ordinal()]);
        long waiting = (begins - now) * bitsPerSecond / 8_000_000_000L;
        if (waiting + bytes > queueBytes) {
            return LOST;
        }
        freeAt[from.ordinal()] = begins + bytes * 8_000_000_000L / bitsPerSecond;
        return freeAt[from.ordinal()];
    }

    private void enqueue(End to, byte[] packet, long now) {
        long extra = jitterNanos == 0 ? 0 : random.nextLong(jitterNanos);
        inFlight.add(new InFlight(now + delayNanos + extra, order++, to, packet));
    }

    /// The next packet that has arrived by now, or null.
    public Delivery poll(long now) {
        InFlight first = inFlight.peek();
        if (first == null || first.arrival > now) {
            return null;
        }
        inFlight.remove();
        return new Delivery(first.to, first.packet);
    }

    /// When the next packet arrives; `Long.MAX_VALUE` if none is on its way.
    public long nextArrival() {
        InFlight first = inFlight.peek();
        return first == null ? Long.MAX_VALUE : first.arrival;
    }

    /// Packets given to the link so far, lost ones included.
    public long sent() {
        return sent;
    }
}
