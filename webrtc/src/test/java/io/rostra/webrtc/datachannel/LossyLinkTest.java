package io.rostra.webrtc.datachannel;

import static io.rostra.webrtc.datachannel.TwoPeers.closed;
import static io.rostra.webrtc.datachannel.TwoPeers.ended;
import static io.rostra.webrtc.datachannel.TwoPeers.messages;
import static io.rostra.webrtc.datachannel.TwoPeers.opened;
import static io.rostra.webrtc.datachannel.TwoPeers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.webrtc.net.SimulatedNetwork;
import io.rostra.webrtc.net.SimulatedNetwork.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same over networks that lose, reorder and repeat.
class LossyLinkTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static SimulatedNetwork badNetwork(long seed) {
        return new SimulatedNetwork(seed)
                .loss(0.05)
                .duplication(0.02)
                .delay(Duration.ofMillis(20))
                .jitter(Duration.ofMillis(15));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void connectsAndOpensUnderHeavyLoss(long seed) {
        TwoPeers peers = new TwoPeers(badNetwork(seed).loss(0.3), seed);
        peers.a.connect(peers.now);
        DataChannel channel = peers.b.open("ion-sfu", "", Reliability.RELIABLE, peers.now);
        peers.await(() -> opened(peers.eventsOfA).size() == 1, Duration.ofSeconds(60));
        opened(peers.eventsOfA).getFirst().send("first request", peers.now);
        peers.await(() -> texts(peers.eventsOfB).contains("first request"), PATIENCE);
        assertThat(channel.state()).isEqualTo(DataChannel.State.OPEN);
    }

    @Test
    void tenMegabytesArriveBitExactWithFivePercentLoss() {
        TwoPeers peers =
                TwoPeers.connected(
                        new SimulatedNetwork(42).loss(0.05).delay(Duration.ofMillis(10)), 42);
        DataChannel channel = peers.a.open("bulk", "", Reliability.RELIABLE, peers.now);
        RandomGenerator random = TwoPeers.random(7);
        List<byte[]> sent = new ArrayList<>();
        long start = peers.now;
        int total = 0;
        while (total < 10_000_000) {
            byte[] message = new byte[1 + random.nextInt(TwoPeers.MAX_MESSAGE)];
            random.nextBytes(message);
            while (!channel.send(message, peers.now)) {
                peers.run(Duration.ofMillis(10));
            }
            sent.add(message);
            total += message.length;
        }
        peers.await(() -> messages(peers.eventsOfB).size() == sent.size(), PATIENCE);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(messages(peers.eventsOfB).get(i).payload()).isEqualTo(sent.get(i));
        }
        double seconds = (peers.now - start) / 1e9;
        double megabits = total * 8 / seconds / 1e6;
        assertThat(megabits).as("Mbit/s at 20 ms round trip, 5% loss").isGreaterThan(1.5);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void manyMessagesOnManyChannelsKeepTheirOrder(long seed) {
        TwoPeers peers = TwoPeers.connected(badNetwork(seed).loss(0.1), seed);
        List<DataChannel> channels = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            DataChannels side = i % 2 == 0 ? peers.a : peers.b;
            channels.add(side.open("channel " + i, "", Reliability.RELIABLE, peers.now));
        }
        for (int m = 0; m < 100; m++) {
            for (DataChannel channel : channels) {
                assertThat(channel.send(channel.label() + "/" + m, peers.now)).isTrue();
            }
            peers.run(Duration.ofMillis(10));
        }
        peers.await(
                () ->
                        messages(peers.eventsOfA).size() == 400
                                && messages(peers.eventsOfB).size() == 400,
                PATIENCE);
        for (DataChannel channel : channels) {
            List<DataChannelEvent> events =
                    channel.id() % 2 == 0 ? peers.eventsOfB : peers.eventsOfA;
            List<String> received =
                    texts(events).stream()
                            .filter(text -> text.startsWith(channel.label() + "/"))
                            .toList();
            assertThat(received)
                    .isEqualTo(
                            IntStream.range(0, 100)
                                    .mapToObj(m -> channel.label() + "/" + m)
                                    .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void unorderedReliableMessagesAllArriveOnce(long seed) {
        TwoPeers peers = TwoPeers.connected(badNetwork(seed).loss(0.1), seed);
        DataChannel channel = peers.a.open("x", "", new Reliability.Reliable(false), peers.now);
        peers.await(() -> channel.state() == DataChannel.State.OPEN, PATIENCE);
        byte[][] sent = new byte[60][];
        RandomGenerator random = TwoPeers.random(seed);
        for (int i = 0; i < sent.length; i++) {
            sent[i] = new byte[1 + random.nextInt(10_000)];
            random.nextBytes(sent[i]);
            assertThat(channel.send(sent[i], peers.now)).isTrue();
        }
        peers.await(() -> messages(peers.eventsOfB).size() == sent.length, PATIENCE);
        peers.run(Duration.ofSeconds(5));
        assertThat(
                        messages(peers.eventsOfB).stream()
                                .map(DataChannelEvent.Message::payload)
                                .toList())
                .containsExactlyInAnyOrder(sent);
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46})
    void unreliableMessagesAreGivenUpAndTheRestStaysInOrder(long seed) {
        TwoPeers peers = TwoPeers.connected(badNetwork(seed).loss(0.1), seed);
        DataChannel ordered =
                peers.a.open("o", "", new Reliability.MaxRetransmits(true, 0), peers.now);
        DataChannel unordered =
                peers.a.open("u", "", new Reliability.MaxRetransmits(false, 0), peers.now);
        DataChannel timed =
                peers.a.open("t", "", new Reliability.MaxLifetime(true, 100), peers.now);
        DataChannel reliable = peers.a.open("r", "", Reliability.RELIABLE, peers.now);
        peers.await(
                () ->
                        ordered.state() == DataChannel.State.OPEN
                                && unordered.state() == DataChannel.State.OPEN
                                && timed.state() == DataChannel.State.OPEN,
                PATIENCE);
        String filler = " ".repeat(2000);
        for (int m = 100; m < 300; m++) {
            ordered.send("o" + m + filler, peers.now);
            unordered.send("u" + m, peers.now);
            timed.send("t" + m, peers.now);
            reliable.send("r" + m, peers.now);
            peers.run(Duration.ofMillis(60));
        }
        peers.await(
                () -> texts(peers.eventsOfB).stream().filter(t -> t.startsWith("r")).count() == 200,
                PATIENCE);
        peers.run(Duration.ofSeconds(10));
        List<String> received = texts(peers.eventsOfB);
        for (String kind : List.of("o", "t")) {
            List<String> some = received.stream().filter(t -> t.startsWith(kind)).toList();
            assertThat(some).isSorted().doesNotHaveDuplicates();
            assertThat(some).hasSizeBetween(20, 199);
        }
        assertThat(received.stream().filter(t -> t.startsWith("u")).count()).isBetween(20L, 199L);
        assertThat(received.stream().filter(t -> t.startsWith("r"))).isSorted();
        // Nothing hangs: afterwards the unreliable channels still work.
        peers.network.loss(0);
        ordered.send("z1", peers.now);
        unordered.send("z2", peers.now);
        timed.send("z3", peers.now);
        peers.await(() -> texts(peers.eventsOfB).containsAll(List.of("z1", "z2", "z3")), PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55, 56, 57, 58})
    void idsAreUsedAgainAndAgainWithLoss(long seed) {
        TwoPeers peers = TwoPeers.connected(badNetwork(seed).loss(0.15), seed);
        for (int round = 0; round < 15; round++) {
            String text = "round " + round;
            DataChannel channel = peers.b.open(text, "", Reliability.RELIABLE, peers.now);
            assertThat(channel.id()).isEqualTo(1);
            channel.send(text, peers.now);
            peers.await(() -> texts(peers.eventsOfA).contains(text), PATIENCE);
            DataChannel other = opened(peers.eventsOfA).getLast();
            assertThat(other.label()).isEqualTo(text);
            other.send("reply " + round, peers.now);
            if (round % 3 == 0) {
                channel.close(peers.now);
            } else if (round % 3 == 1) {
                other.close(peers.now);
            } else {
                channel.close(peers.now);
                other.close(peers.now);
            }
            int closedBefore = round + 1;
            peers.await(
                    () ->
                            closed(peers.eventsOfA).size() == closedBefore
                                    && closed(peers.eventsOfB).size() == closedBefore,
                    PATIENCE);
        }
        assertThat(texts(peers.eventsOfA)).hasSize(15).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(longs = {61, 62, 63, 64})
    void closesWhileOtherChannelsAreBusy(long seed) {
        TwoPeers peers = TwoPeers.connected(badNetwork(seed), seed);
        DataChannel bulk = peers.a.open("bulk", "", Reliability.RELIABLE, peers.now);
        peers.await(() -> bulk.state() == DataChannel.State.OPEN, PATIENCE);
        for (int round = 0; round < 5; round++) {
            DataChannel brief = peers.a.open("brief", "", Reliability.RELIABLE, peers.now);
            while (bulk.send(new byte[30_000], peers.now)) {
                // fill the buffer
            }
            brief.send("x", peers.now);
            peers.run(Duration.ofMillis(50));
            brief.close(peers.now);
            peers.await(() -> brief.state() == DataChannel.State.CLOSED, PATIENCE);
        }
        peers.await(() -> closed(peers.eventsOfB).size() == 5, PATIENCE);
        assertThat(texts(peers.eventsOfB).stream().filter("x"::equals)).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {71, 72, 73, 74, 75, 76})
    void shutsDownUnderLoss(long seed) {
        TwoPeers peers = TwoPeers.connected(badNetwork(seed).loss(0.2), seed);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        channel.send(new byte[20_000], peers.now);
        peers.a.shutdown(peers.now);
        peers.await(() -> ended(peers.eventsOfA) && ended(peers.eventsOfB), PATIENCE);
        assertThat(messages(peers.eventsOfB)).hasSize(1);
    }

    @Test
    void aLostLastPacketIsRepeatedWithinAQuarterOfASecond() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 81);
        DataChannel channel = peers.b.open("ion-sfu", "", Reliability.RELIABLE, peers.now);
        channel.send("warm", peers.now);
        peers.await(() -> texts(peers.eventsOfA).contains("warm"), PATIENCE);
        peers.run(Duration.ofSeconds(1));
        boolean[] lost = {false};
        peers.network.only(delivery -> {
            boolean pass = lost[0] || delivery.to() != End.A;
            lost[0] |= !pass;
            return pass;
        });
        long start = peers.now;
        channel.send("reply", peers.now);
        peers.await(() -> texts(peers.eventsOfA).contains("reply"), PATIENCE);
        assertThat(lost[0]).isTrue();
        assertThat(Duration.ofNanos(peers.now - start)).isLessThan(Duration.ofMillis(250));
    }

    @Test
    void aPeerThatFallsSilentEndsTheAssociation() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 91);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        peers.await(() -> channel.state() == DataChannel.State.OPEN, PATIENCE);
        peers.network.only(_ -> false);
        while (channel.send(new byte[10_000], peers.now)) {
            // fill the buffer
        }
        peers.await(() -> ended(peers.eventsOfA), Duration.ofMinutes(1));
        assertThat(channel.state()).isEqualTo(DataChannel.State.CLOSED);
        assertThat(channel.send("x", peers.now)).isFalse();
        assertThat(channel.bufferedAmount()).isZero();
    }

    @Test
    void aPeerThatNeverAnswersTheHandshakeEndsTheAssociation() {
        TwoPeers peers = new TwoPeers(new SimulatedNetwork(1).only(_ -> false), 92);
        peers.a.connect(peers.now);
        peers.await(() -> ended(peers.eventsOfA), Duration.ofMinutes(1));
        assertThat(peers.network.sent()).isBetween(5L, 20L);
    }
}
