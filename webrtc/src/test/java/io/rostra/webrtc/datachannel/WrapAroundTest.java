package io.rostra.webrtc.datachannel;

import static io.rostra.webrtc.datachannel.TwoPeers.closed;
import static io.rostra.webrtc.datachannel.TwoPeers.messages;
import static io.rostra.webrtc.datachannel.TwoPeers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.webrtc.net.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sequence numbers pass their end: TSN (32 bits), request numbers with it, SSN (16 bits).
class WrapAroundTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// The second int that an association draws is its initial TSN.
    private static final class FixedTsn implements RandomGenerator {
        private final RandomGenerator random;
        private final int tsn;
        private int drawn;

        FixedTsn(long seed, int tsn) {
            this.random = TwoPeers.random(seed);
            this.tsn = tsn;
        }

        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt() {
            return ++drawn == 2 ? tsn : random.nextInt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -2, -300, Integer.MAX_VALUE, Integer.MAX_VALUE - 100, 0})
    void tsnsAndRequestNumbersWrap(int tsn) {
        SimulatedNetwork network =
                new SimulatedNetwork(tsn).loss(0.1).jitter(Duration.ofMillis(15));
        TwoPeers peers =
                new TwoPeers(network, new FixedTsn(1, tsn), new FixedTsn(2, tsn - 50)).connect();
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        DataChannel lossy =
                peers.a.open("y", "", new Reliability.MaxRetransmits(true, 0), peers.now);
        for (int i = 0; i < 300; i++) {
            channel.send("m" + i, peers.now);
            lossy.send("l" + (1000 + i), peers.now);
            peers.run(Duration.ofMillis(20));
        }
        peers.await(() -> texts(peers.eventsOfB).contains("m299"), PATIENCE);
        peers.run(Duration.ofSeconds(5));
        List<String> received = texts(peers.eventsOfB);
        assertThat(received.stream().filter(t -> t.startsWith("m")))
                .isEqualTo(IntStream.range(0, 300).mapToObj(i -> "m" + i).toList());
        assertThat(received.stream().filter(t -> t.startsWith("l")).toList())
                .isSorted()
                .hasSizeGreaterThan(50);
        channel.close(peers.now);
        lossy.close(peers.now);
        peers.await(() -> closed(peers.eventsOfB).size() == 2, PATIENCE);
    }

    @Test
    void streamSequenceNumbersWrap() {
        TwoPeers peers =
                TwoPeers.connected(
                        new SimulatedNetwork(3).loss(0.002).delay(Duration.ofMillis(1)), 3);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        int count = 70_000;
        for (int i = 0; i < count; i++) {
            while (!channel.send("m" + i, peers.now)) {
                peers.run(Duration.ofMillis(5));
            }
        }
        peers.await(() -> messages(peers.eventsOfB).size() == count, PATIENCE);
        assertThat(texts(peers.eventsOfB))
                .isEqualTo(IntStream.range(0, count).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void abandonedSequenceNumbersWrap() {
        TwoPeers peers =
                TwoPeers.connected(
                        new SimulatedNetwork(4).loss(0.02).delay(Duration.ofMillis(1)), 4);
        DataChannel channel =
                peers.a.open("x", "", new Reliability.MaxRetransmits(true, 0), peers.now);
        int count = 70_000;
        for (int i = 0; i < count; i++) {
            while (!channel.send("m" + (100_000 + i), peers.now)) {
                peers.run(Duration.ofMillis(5));
            }
        }
        peers.run(Duration.ofSeconds(30));
        peers.network.loss(0);
        channel.send("z", peers.now);
        peers.await(() -> texts(peers.eventsOfB).contains("z"), PATIENCE);
        assertThat(texts(peers.eventsOfB)).isSorted().hasSizeGreaterThan(count / 2);
    }
}
