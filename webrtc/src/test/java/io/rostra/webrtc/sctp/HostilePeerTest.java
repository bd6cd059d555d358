package io.rostra.webrtc.sctp;

import static io.rostra.webrtc.sctp.RawPeer.FIRST_TSN;
import static io.rostra.webrtc.sctp.RawPeer.data;
import static io.rostra.webrtc.sctp.RawPeer.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that want us to run out of memory, to hang, or to throw.
class HostilePeerTest {
    @Test
    void neverCompletedMessagesAreBoundedByTheWindow() {
        RawPeer peer = RawPeer.connected();
        int tsn = FIRST_TSN;
        int packets = 0;
        while (!peer.ended()) {
            peer.send(data(tsn++, 0, 0, tsn == FIRST_TSN + 1 ? DataChunk.BEGIN : 0, "x"));
            peer.receive();
            assertThat(packets++).isLessThan(200_000);
        }
        assertThat(peer.association.pollTransmit(peer.now)).isNull();
    }

    @Test
    void fragmentsBehindAHoleAreBoundedByTheWindow() {
        RawPeer peer = RawPeer.connected();
        SackChunk last = null;
        String text = "x".repeat(1000);
        for (int i = 1; i < 20_000; i++) {
            peer.send(whole(FIRST_TSN + i, 0, i, text));
            last = peer.receive(SackChunk.class).getFirst();
        }
        assertThat(last.receiverWindow()).isZero();
        assertThat(last.gaps()[1] * 1000).isLessThan(2 * RawPeer.LIMITS.receiveBuffer());
        peer.send(whole(FIRST_TSN, 0, 0, "first"));
        assertThat(peer.texts()).hasSize(last.gaps()[1]);
    }

    @Test
    void aReaderThatCatchesUpTellsTheWaitingPeer() {
        RawPeer peer = RawPeer.connected();
        int window = RawPeer.LIMITS.receiveBuffer();
        String text = "x".repeat(1000);
        for (int i = 0; window > 0; i++) {
            peer.send(whole(FIRST_TSN + i, 0, i, text));
            for (SackChunk sack : peer.receive(SackChunk.class)) {
                window = sack.receiverWindow();
            }
        }
        assertThat(peer.association.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
        peer.association.consumed(RawPeer.LIMITS.receiveBuffer());
        assertThat(peer.association.nextTimeoutNanos()).isLessThanOrEqualTo(peer.now);
        peer.nextTimeout();
        assertThat(peer.receive(SackChunk.class).getFirst().receiverWindow()).isPositive();
        assertThat(peer.association.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void scatteredArrivalsFitOneSack() {
        RawPeer peer = RawPeer.connected();
        for (int i = 1; i < 5000; i++) {
            peer.send(whole(FIRST_TSN + 2 * i, 0, 0, "x"));
            for (SctpPacket packet : peer.receivePackets()) {
                assertThat(packet.toBytes().length).isLessThanOrEqualTo(SctpPacket.MAX_LENGTH);
            }
        }
        assertThat(peer.association.established()).isTrue();
    }

    @Test
    void acknowledgingAllButTheFirstChunkDoesNotGrowWhatIsKept() {
        RawPeer peer = RawPeer.connected();
        int sent = 0;
        for (int round = 0; round < 100_000 && !peer.ended(); round++) {
            while (peer.association.send(
                    0, 53, new byte[1000], DeliveryPolicy.RELIABLE, peer.now)) {
                // keep it full
            }
            int before = sent;
            for (DataChunk chunk : peer.receive(DataChunk.class)) {
                sent = Math.max(sent, chunk.tsn() - peer.associationTsn + 1);
            }
            if (sent > 1) {
                peer.send(
                        new SackChunk(
                                peer.associationTsn - 1,
                                1 << 20,
                                new int[] {2, Math.min(sent, 65535)},
                                new int[0]));
            }
            if (before == sent) {
                peer.nextTimeout();
            }
        }
        assertThat(peer.ended()).isTrue();
        assertThat(sent).isLessThan(4096);
    }

    @Test
    void acknowledgingWhatWasNeverSentAborts() {
        RawPeer peer = RawPeer.connected();
        peer.send(SackChunk.cumulative(peer.associationTsn, 1000));
        assertThat(peer.receive(AbortChunk.class)).hasSize(1);
        assertThat(peer.ended()).isTrue();
    }

    @Test
    void absurdGapBlocksAreIgnored() {
        RawPeer peer = RawPeer.connected();
        for (int i = 0; i < 4; i++) {
            peer.association.send(0, 53, new byte[100], DeliveryPolicy.RELIABLE, peer.now);
        }
        peer.receive();
        int[][] absurd = {
            {0, 0}, {1, 65535}, {3, 2}, {65535, 65535}, {2, 2, 1, 1}, {2, 3, 3, 4}, {0, 3}
        };
        for (int[] gaps : absurd) {
            peer.send(new SackChunk(peer.associationTsn - 1, 1 << 20, gaps, new int[0]));
        }
        assertThat(peer.association.established()).isTrue();
        peer.send(SackChunk.cumulative(peer.associationTsn, 1 << 20));
        assertThat(peer.association.established()).isTrue();
    }

    @Test
    void floodsOfRequestsDoNotPileUpAnswers() {
        RawPeer peer = RawPeer.connected();
        for (int i = 0; i < 10_000; i++) {
            peer.send(new HeartbeatChunk(new byte[1000]), new UnknownChunk(0xFF, 0, new byte[100]));
            peer.sendWithTag(0, new InitChunk(RawPeer.parameters(i + 1)));
        }
        assertThat(peer.receivePackets()).hasSizeLessThan(60);
    }

    @Test
    void aReceiverWithoutRoomIsProbedAndNotFlooded() {
        RawPeer peer = RawPeer.connected();
        for (int i = 0; i < 50; i++) {
            peer.association.send(0, 53, new byte[1000], DeliveryPolicy.RELIABLE, peer.now);
        }
        List<DataChunk> first = peer.receive(DataChunk.class);
        int acknowledged = peer.associationTsn + first.size() - 1;
        peer.send(SackChunk.cumulative(acknowledged, 0));
        assertThat(peer.receive(DataChunk.class)).hasSize(1);
        for (int i = 0; i < 50; i++) {
            peer.nextTimeout();
            assertThat(peer.receive(DataChunk.class)).hasSizeLessThanOrEqualTo(1);
            peer.send(SackChunk.cumulative(acknowledged, 0));
        }
        assertThat(peer.association.established()).isTrue();
        peer.send(SackChunk.cumulative(acknowledged + 1, 1 << 20));
        assertThat(peer.receive(DataChunk.class)).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void survivesMutatedPackets(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Chunk> kinds = new ArrayList<>(SctpPacketTest.everyChunk().toList());
        RawPeer peer = RawPeer.connected();
        int lives = 1;
        for (int i = 0; i < 15_000; i++) {
            if (peer.ended()) {
                peer = RawPeer.connected();
                lives++;
            }
            peer.association.send(
                    random.nextInt(4),
                    53,
                    new byte[1 + random.nextInt(3000)],
                    new DeliveryPolicy(random.nextBoolean(), random.nextInt(3), 1_000_000_000L),
                    peer.now);
            int near = random.nextInt(12) - 2;
            Chunk chunk =
                    switch (random.nextInt(8)) {
                        case 0, 1 -> {
                            int flags = random.nextInt(16);
                            yield data(FIRST_TSN + near, random.nextInt(3), near & 3, flags, "ab");
                        }
                        case 2 ->
                                new SackChunk(
                                        peer.associationTsn + near,
                                        random.nextInt(100_000),
                                        new int[] {2 + random.nextInt(4), 3 + random.nextInt(9)},
                                        new int[0]);
                        case 3 ->
                                new ForwardTsnChunk(
                                        FIRST_TSN + near,
                                        List.of(
                                                new ForwardTsnChunk.Skipped(
                                                        random.nextInt(3), near & 3)));
                        case 4 ->
                                new ReConfigChunk(
                                        List.of(
                                                new ReConfigParameter.OutgoingReset(
                                                        FIRST_TSN + random.nextInt(3),
                                                        0,
                                                        FIRST_TSN + near,
                                                        new int[] {random.nextInt(3)})));
                        default -> kinds.get(random.nextInt(kinds.size()));
                    };
            byte[] packet =
                    new SctpPacket(5000, 5000, peer.associationTag, List.of(chunk)).toBytes();
            peer.sendBytes(random.nextInt(3) == 0 ? packet : SctpPacketTest.mutate(packet, random));
            if (random.nextInt(5) == 0) {
                peer.association.resetStream(random.nextInt(4));
            }
            peer.receive();
            if (random.nextInt(3) == 0 && peer.association.nextTimeoutNanos() != Long.MAX_VALUE) {
                peer.nextTimeout();
            }
        }
        assertThat(lives).isGreaterThan(1);
    }
}
