package io.rostra.webrtc.datachannel;

import static io.rostra.webrtc.datachannel.TwoPeers.closed;
import static io.rostra.webrtc.datachannel.TwoPeers.ended;
import static io.rostra.webrtc.datachannel.TwoPeers.messages;
import static io.rostra.webrtc.datachannel.TwoPeers.opened;
import static io.rostra.webrtc.datachannel.TwoPeers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.webrtc.net.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Opening, talking, closing over a good network.
class DataChannelsTest {
    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void opensFromEitherSideAndTalksBothWays() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 1);
        DataChannel fromA = peers.a.open("chat", "proto", Reliability.RELIABLE, peers.now);
        DataChannel fromB = peers.b.open("ion-sfu", "", Reliability.RELIABLE, peers.now);
        peers.await(
                () -> opened(peers.eventsOfA).size() == 2 && opened(peers.eventsOfB).size() == 2,
                SOON);
        assertThat(fromA.id()).isEqualTo(0);
        assertThat(fromB.id()).isEqualTo(1);
        DataChannel chatAtB =
                opened(peers.eventsOfB).stream().filter(c -> c.id() == 0).findFirst().orElseThrow();
        assertThat(chatAtB.label()).isEqualTo("chat");
        assertThat(chatAtB.protocol()).isEqualTo("proto");
        assertThat(fromA.send("grüß dich", peers.now)).isTrue();
        assertThat(chatAtB.send(new byte[] {1, 2, 3}, peers.now)).isTrue();
        peers.await(
                () -> !messages(peers.eventsOfA).isEmpty() && !messages(peers.eventsOfB).isEmpty(),
                SOON);
        assertThat(texts(peers.eventsOfB)).containsExactly("grüß dich");
        assertThat(messages(peers.eventsOfB).getFirst().text()).isTrue();
        assertThat(messages(peers.eventsOfA).getFirst().payload()).containsExactly(1, 2, 3);
        assertThat(messages(peers.eventsOfA).getFirst().text()).isFalse();
    }

    @Test
    void opensBeforeTheAssociationIsUp() {
        TwoPeers peers = new TwoPeers(new SimulatedNetwork(1), 2);
        DataChannel early = peers.b.open("ion-sfu", "", Reliability.RELIABLE, peers.now);
        assertThat(early.send("first", peers.now)).isTrue();
        peers.a.connect(peers.now);
        peers.await(() -> !messages(peers.eventsOfA).isEmpty(), SOON);
        assertThat(texts(peers.eventsOfA)).containsExactly("first");
        peers.await(() -> early.state() == DataChannel.State.OPEN, SOON);
    }

    @Test
    void connectsWhenBothSidesBegin() {
        TwoPeers peers = new TwoPeers(new SimulatedNetwork(1), 3);
        peers.b.connect(peers.now);
        peers.a.connect(peers.now);
        peers.await(() -> peers.a.established() && peers.b.established(), SOON);
        peers.a.open("x", "", Reliability.RELIABLE, peers.now).send("hello", peers.now);
        peers.await(() -> texts(peers.eventsOfB).equals(List.of("hello")), SOON);
    }

    @Test
    void carriesEmptyMessages() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 4);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        channel.send("", peers.now);
        channel.send(new byte[0], peers.now);
        peers.await(() -> messages(peers.eventsOfB).size() == 2, SOON);
        assertThat(messages(peers.eventsOfB)).allMatch(m -> m.payload().length == 0);
        assertThat(messages(peers.eventsOfB))
                .extracting(DataChannelEvent.Message::text)
                .containsExactly(true, false);
    }

    @Test
    void carriesTheLargestMessageAndRefusesLargerOnes() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 5);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        byte[] large = new byte[TwoPeers.MAX_MESSAGE];
        TwoPeers.random(9).nextBytes(large);
        assertThat(channel.send(large, peers.now)).isTrue();
        peers.await(() -> messages(peers.eventsOfB).size() == 1, Duration.ofSeconds(10));
        assertThat(messages(peers.eventsOfB).getFirst().payload()).isEqualTo(large);
        assertThat(channel.bufferedAmount()).isZero();
        assertThatThrownBy(() -> channel.send(new byte[large.length + 1], peers.now))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 262144");
    }

    @Test
    void smallMessagesAreNotStuckBehindALargeBacklogOfAnotherChannel() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 6);
        DataChannel bulk = peers.a.open("bulk", "", Reliability.RELIABLE, peers.now);
        DataChannel chat = peers.a.open("chat", "", Reliability.RELIABLE, peers.now);
        for (int i = 0; i < 20; i++) {
            assertThat(bulk.send(new byte[40_000], peers.now)).isTrue();
        }
        chat.send("quick", peers.now);
        peers.await(() -> texts(peers.eventsOfB).contains("quick"), SOON);
        assertThat(messages(peers.eventsOfB)).hasSizeLessThan(5);
    }

    @Test
    void refusesToBufferWithoutEnd() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 7);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        peers.await(() -> opened(peers.eventsOfB).size() == 1, SOON);
        int accepted = 0;
        while (channel.send(new byte[100_000], peers.now)) {
            accepted++;
        }
        assertThat(accepted).isBetween(5, 20);
        assertThat(channel.bufferedAmount()).isEqualTo(accepted * 100_000L);
        int expected = accepted;
        peers.await(() -> messages(peers.eventsOfB).size() == expected, Duration.ofSeconds(30));
        assertThat(channel.bufferedAmount()).isZero();
        assertThat(channel.send("room again", peers.now)).isTrue();
    }

    @Test
    void closesInBothDirectionsAndUsesTheIdAgain() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 8);
        DataChannel first = peers.b.open("one", "", Reliability.RELIABLE, peers.now);
        first.send("bye", peers.now);
        peers.await(() -> texts(peers.eventsOfA).contains("bye"), SOON);
        first.close(peers.now);
        assertThat(first.send("late", peers.now)).isFalse();
        peers.await(
                () ->
                        closed(peers.eventsOfA).size() == 1
                                && closed(peers.eventsOfB).contains(first),
                SOON);
        DataChannel second = peers.b.open("two", "", Reliability.RELIABLE, peers.now);
        assertThat(second.id()).isEqualTo(first.id());
        second.send("again", peers.now);
        peers.await(() -> texts(peers.eventsOfA).contains("again"), SOON);
    }

    @Test
    void closeSendsWhatIsQueued() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 9);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        for (int i = 0; i < 10; i++) {
            channel.send(new byte[50_000], peers.now);
        }
        channel.close(peers.now);
        peers.await(() -> closed(peers.eventsOfB).size() == 1, Duration.ofSeconds(10));
        assertThat(messages(peers.eventsOfB)).hasSize(10);
    }

    @Test
    void shutsDownAfterEverythingWasSent() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 10);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        channel.send(new byte[200_000], peers.now);
        peers.a.shutdown(peers.now);
        peers.await(() -> ended(peers.eventsOfA) && ended(peers.eventsOfB), SOON);
        assertThat(messages(peers.eventsOfB)).hasSize(1);
        assertThat(channel.state()).isEqualTo(DataChannel.State.CLOSED);
        assertThat(peers.a.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(peers.b.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void abortEndsBothSides() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 11);
        peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        peers.await(() -> opened(peers.eventsOfB).size() == 1, SOON);
        peers.a.abort("close called", peers.now);
        peers.await(() -> ended(peers.eventsOfA) && ended(peers.eventsOfB), SOON);
        assertThat(closed(peers.eventsOfB)).hasSize(1);
        assertThat(peers.eventsOfB.getLast().toString()).contains("close called");
    }

    @Test
    void aReaderThatDoesNotReadSlowsItsPeerDown() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 12);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        peers.await(() -> opened(peers.eventsOfB).size() == 1, SOON);
        peers.readingB = false;
        int sent = 0;
        for (int i = 0; i < 200; i++) {
            while (channel.send(new byte[20_000], peers.now)) {
                sent++;
            }
            peers.run(Duration.ofMillis(100));
        }
        assertThat(sent * 20_000).isLessThan(20 * TwoPeers.MAX_MESSAGE);
        assertThat(peers.a.established()).isTrue();
        peers.readingB = true;
        int expected = sent;
        peers.await(() -> messages(peers.eventsOfB).size() == expected, Duration.ofSeconds(20));
    }

    @Test
    void aChannelThatIsClosedBeforeItIsOpenCloses() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 13);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        channel.close(peers.now);
        peers.await(() -> closed(peers.eventsOfA).contains(channel), SOON);
        peers.await(() -> closed(peers.eventsOfB).size() == 1, SOON);
        TwoPeers unconnected = new TwoPeers(new SimulatedNetwork(1), 13);
        DataChannel never = unconnected.a.open("x", "", Reliability.RELIABLE, unconnected.now);
        never.send("x", unconnected.now);
        never.close(unconnected.now);
        assertThat(never.state()).isEqualTo(DataChannel.State.CLOSED);
        unconnected.connect().run(SOON);
        assertThat(unconnected.eventsOfB).isEmpty();
    }

    @Test
    void afterTheEndChannelsComeBackClosed() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 14);
        peers.a.abort("over", peers.now);
        peers.run(SOON);
        DataChannel channel = peers.a.open("x", "", Reliability.RELIABLE, peers.now);
        assertThat(channel.state()).isEqualTo(DataChannel.State.CLOSED);
        assertThat(channel.send("x", peers.now)).isFalse();
        channel.close(peers.now);
        peers.run(SOON);
        assertThat(closed(peers.eventsOfA)).containsExactly(channel);
    }

    @Test
    void runsOutOfIdsGracefully() {
        TwoPeers peers = TwoPeers.connected(new SimulatedNetwork(1), 15);
        int refused = 0;
        for (int i = 0; i < 600; i++) {
            DataChannel channel = peers.a.open("c" + i, "", Reliability.RELIABLE, peers.now);
            if (channel.state() == DataChannel.State.CLOSED) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(600 - 512);
        peers.await(() -> opened(peers.eventsOfA).size() == 512, Duration.ofSeconds(10));
        for (DataChannel channel : opened(peers.eventsOfA)) {
            channel.close(peers.now);
        }
        peers.await(() -> closed(peers.eventsOfB).size() == 512, Duration.ofSeconds(10));
        assertThat(closed(peers.eventsOfA)).hasSize(600);
    }
}
