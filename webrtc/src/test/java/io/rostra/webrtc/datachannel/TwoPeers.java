package io.rostra.webrtc.datachannel;

import io.rostra.webrtc.net.SimulatedNetwork;
import io.rostra.webrtc.net.SimulatedNetwork.Delivery;
import io.rostra.webrtc.net.SimulatedNetwork.End;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Two `DataChannels` over a simulated network: `a` is the DTLS client, `b` the server. Time moves
/// from event to event.
final class TwoPeers {
    static final int MAX_MESSAGE = 256 * 1024;

    final SimulatedNetwork network;
    final DataChannels a;
    final DataChannels b;
    final List<DataChannelEvent> eventsOfA = new ArrayList<>();
    final List<DataChannelEvent> eventsOfB = new ArrayList<>();

    /// Begins shortly before `Long.MAX_VALUE`-like trouble could be hidden by small numbers.

    long now = -5_000_000_000L;

    /// When false, what arrives at B stays there untaken.
    boolean readingB = true;

    TwoPeers(SimulatedNetwork network, long seed) {
        this(network, random(seed), random(seed + 1));
    }

    TwoPeers(SimulatedNetwork network, RandomGenerator randomOfA, RandomGenerator randomOfB) {
        this.network = network;
        a = new DataChannels(true, randomOfA, MAX_MESSAGE);
        b = new DataChannels(false, randomOfB, MAX_MESSAGE);
        a.peerMaxMessageSize(MAX_MESSAGE);
        b.peerMaxMessageSize(MAX_MESSAGE);
    }

    static TwoPeers connected(SimulatedNetwork network, long seed) {
        return new TwoPeers(network, seed).connect();
    }

    TwoPeers connect() {
        a.connect(now);
        await(() -> a.established() && b.established(), Duration.ofSeconds(30));
        return this;
    }

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// Runs until the condition holds; fails if it does not within the given simulated time.
    void await(BooleanSupplier condition, Duration limit) {
        long deadline = now + limit.toNanos();
        drain();
        while (!condition.getAsBoolean()) {
            if (!step(deadline)) {
                throw new AssertionError("did not happen within " + limit + "; " + this);
            }
        }
    }

    /// Runs for a simulated time.
    void run(Duration time) {
        long deadline = now + time.toNanos();
        drain();
        boolean more = true;
        while (more) {
            more = step(deadline);
        }
        now = deadline;
    }

    private boolean step(long deadline) {
        long next =
                Math.min(
                        network.nextArrival(),
                        Math.min(a.nextTimeoutNanos(), b.nextTimeoutNanos()));
        if (next > deadline) {
            return false;
        }
        now = Math.max(now, next);
        Delivery delivery = network.poll(now);
        while (delivery != null) {
            DataChannels receiver = delivery.to() == End.A ? a : b;
            receiver.onPacket(delivery.packet(), 0, delivery.packet().length, now);
            drain();
            delivery = network.poll(now);
        }
        a.onTimeout(now);
        b.onTimeout(now);
        drain();
        return true;
    }

    private void drain() {
        drain(a, End.A, eventsOfA);
        drain(b, End.B, eventsOfB);
    }

    private void drain(DataChannels peer, End end, List<DataChannelEvent> events) {
        if (end == End.A || readingB) {
            for (DataChannelEvent e = peer.pollEvent(); e != null; e = peer.pollEvent()) {
                events.add(e);
            }
        }
        for (byte[] p = peer.pollTransmit(now); p != null; p = peer.pollTransmit(now)) {
            if (p.length > 1150) {
                throw new AssertionError("packet of " + p.length + " bytes");
            }
            network.send(end, p, now);
        }
    }

    static List<DataChannel> opened(List<DataChannelEvent> events) {
        return events.stream()
                .filter(DataChannelEvent.Opened.class::isInstance)
                .map(e -> ((DataChannelEvent.Opened) e).channel())
                .toList();
    }

    static List<DataChannel> closed(List<DataChannelEvent> events) {
        return events.stream()
                .filter(DataChannelEvent.Closed.class::isInstance)
                .map(e -> ((DataChannelEvent.Closed) e).channel())
                .toList();
    }

    static List<DataChannelEvent.Message> messages(List<DataChannelEvent> events) {
        return events.stream()
                .filter(DataChannelEvent.Message.class::isInstance)
                .map(DataChannelEvent.Message.class::cast)
                .toList();
    }

    static List<String> texts(List<DataChannelEvent> events) {
        return messages(events).stream()
                .map(m -> new String(m.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    static boolean ended(List<DataChannelEvent> events) {
        return events.stream().anyMatch(DataChannelEvent.AssociationClosed.class::isInstance);
    }

    @Override
    public String toString() {
        return "A: " + summary(a, eventsOfA) + ", B: " + summary(b, eventsOfB);
    }

    private static String summary(DataChannels peer, List<DataChannelEvent> events) {
        return "established=%s opened=%d messages=%d closed=%d ended=%s dropped=%d"
                .formatted(
                        peer.established(),
                        opened(events).size(),
                        messages(events).size(),
                        closed(events).size(),
                        ended(events),
                        peer.droppedPackets());
    }
}
