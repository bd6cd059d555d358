package io.rostra.webrtc.sctp;

import static io.rostra.webrtc.sctp.RawPeer.FIRST_TSN;
import static io.rostra.webrtc.sctp.RawPeer.TAG;
import static io.rostra.webrtc.sctp.RawPeer.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Handshake, restart, tags, answers: against a peer that sends exactly what the test says.
class AssociationTest {
    @Test
    void answersInitsWithoutKeepingState() {
        RawPeer peer = new RawPeer();
        for (int tag = 1; tag <= 1000; tag++) {
            assertThat(peer.init(tag).parameters().cookie()).isNotNull();
        }
        assertThat(peer.association.state()).isEqualTo(AssociationState.CLOSED);
        assertThat(peer.association.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(peer.events).isEmpty();
    }

    @Test
    void takesDataThatComesWithTheCookie() {
        RawPeer peer = new RawPeer();
        InitAckChunk ack = peer.init(TAG);
        peer.associationTag = ack.parameters().initiateTag();
        peer.send(new CookieEchoChunk(ack.parameters().cookie()), whole(FIRST_TSN, 0, 0, "first"));
        assertThat(peer.texts()).containsExactly("first");
        assertThat(peer.receive().getFirst()).isInstanceOf(CookieAckChunk.class);
    }

    @Test
    void refusesForgedAndOldCookies() {
        RawPeer peer = new RawPeer();
        InitAckChunk ack = peer.init(TAG);
        peer.associationTag = ack.parameters().initiateTag();
        byte[] cookie = ack.parameters().cookie();
        for (int i = 0; i < cookie.length; i++) {
            byte[] forged = cookie.clone();
            forged[i] ^= 1;
            peer.send(new CookieEchoChunk(forged));
        }
        assertThat(peer.receive()).isEmpty();
        peer.now += Duration.ofSeconds(61).toNanos();
        peer.send(new CookieEchoChunk(cookie));
        assertThat(peer.receive(ErrorChunk.class))
                .singleElement()
                .satisfies(error ->
                        assertThat(error.causes().getFirst().code())
                                .isEqualTo(ErrorCause.STALE_COOKIE));
        assertThat(peer.association.established()).isFalse();
    }

    @Test
    void repeatsCookieAckForARepeatedCookie() {
        RawPeer peer = new RawPeer();
        InitAckChunk ack = peer.init(TAG);
        peer.associationTag = ack.parameters().initiateTag();
        CookieEchoChunk echo = new CookieEchoChunk(ack.parameters().cookie());
        peer.send(echo);
        assertThat(peer.receive(CookieAckChunk.class)).hasSize(1);
        peer.send(echo);
        assertThat(peer.receive(CookieAckChunk.class)).hasSize(1);
        assertThat(peer.events).hasSize(1);
    }

    @Test
    void dropsPacketsWithAWrongTag() {
        RawPeer peer = RawPeer.connected();
        peer.sendWithTag(peer.associationTag + 1, whole(FIRST_TSN, 0, 0, "x"));
        peer.sendWithTag(peer.associationTag + 1, new AbortChunk(false, List.of()));
        peer.sendWithTag(0, new ShutdownChunk(1));
        assertThat(peer.texts()).isEmpty();
        assertThat(peer.association.established()).isTrue();
        assertThat(peer.association.droppedPackets()).isEqualTo(3);
    }

    @Test
    void answersHeartbeats() {
        RawPeer peer = RawPeer.connected();
        peer.send(new HeartbeatChunk(new byte[] {1, 2, 3}));
        assertThat(peer.receive(HeartbeatAckChunk.class).getFirst().information())
                .containsExactly(1, 2, 3);
    }

    @Test
    void treatsUnknownChunksAsTheirTypeSays() {
        RawPeer peer = RawPeer.connected();
        byte[] none = new byte[0];
        peer.send(new UnknownChunk(0x3F, 0, none), whole(FIRST_TSN, 0, 0, "dropped"));
        assertThat(peer.receive(ErrorChunk.class)).isEmpty();
        peer.send(new UnknownChunk(0x7F, 0, none), whole(FIRST_TSN, 0, 0, "dropped"));
        assertThat(peer.receive(ErrorChunk.class)).hasSize(1);
        peer.send(new UnknownChunk(0xBF, 0, none), whole(FIRST_TSN, 0, 0, "a"));
        assertThat(peer.receive(ErrorChunk.class)).isEmpty();
        peer.send(new UnknownChunk(0xFF, 0, none), whole(FIRST_TSN + 1, 0, 1, "b"));
        assertThat(peer.receive(ErrorChunk.class)).hasSize(1);
        assertThat(peer.texts()).containsExactly("a", "b");
    }

    @Test
    void aPeerThatLostItsStateMayBeginAnew() {
        RawPeer peer = RawPeer.connected();
        peer.send(whole(FIRST_TSN, 0, 0, "old"));
        peer.association.send(0, 51, new byte[1000], DeliveryPolicy.RELIABLE, peer.now);
        InitAckChunk ack = peer.init(TAG + 1);
        assertThat(peer.association.established()).isTrue();
        int newTag = ack.parameters().initiateTag();
        assertThat(newTag).isNotEqualTo(peer.associationTag);
        peer.send(whole(FIRST_TSN + 1, 0, 1, "the old one still lives"));
        peer.associationTag = newTag;
        peer.send(new CookieEchoChunk(ack.parameters().cookie()), whole(FIRST_TSN, 0, 0, "new"));
        assertThat(peer.texts()).containsExactly("old", "the old one still lives", "new");
        assertThat(peer.events).filteredOn(AssociationEvent.Restarted.class::isInstance).hasSize(1);
        assertThat(peer.receivePackets())
                .isNotEmpty()
                .allMatch(packet -> packet.verificationTag() == TAG + 1);
        peer.association.send(0, 51, new byte[] {1}, DeliveryPolicy.RELIABLE, peer.now);
        DataChunk data = peer.receive(DataChunk.class).getFirst();
        assertThat(data.tsn()).isEqualTo(ack.parameters().initialTsn());
        assertThat(data.ssn()).isZero();
    }

    @Test
    void aStaleInitDoesNotDisturbTheAssociation() {
        RawPeer peer = RawPeer.connected();
        for (int i = 0; i < 100; i++) {
            peer.init(TAG);
        }
        peer.send(whole(FIRST_TSN, 0, 0, "x"));
        assertThat(peer.texts()).containsExactly("x");
        assertThat(peer.events).hasSize(2);
    }

    @Test
    void endsWhenTheyAbort() {
        RawPeer peer = RawPeer.connected();
        peer.send(
                new AbortChunk(
                        false, List.of(ErrorCause.of(ErrorCause.USER_INITIATED_ABORT, "bye\n"))));
        assertThat(peer.events.getLast())
                .isEqualTo(new AssociationEvent.Closed("aborted by the peer, cause 12: bye?"));
        assertThat(peer.association.pollTransmit(peer.now)).isNull();
        assertThat(peer.association.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void takesAReflectedAbortFromAPeerThatForgotUs() {
        RawPeer peer = RawPeer.connected();
        peer.sendWithTag(TAG, new AbortChunk(true, List.of()));
        assertThat(peer.ended()).isTrue();
    }

    @Test
    void abortsWhenDataIsEmpty() {
        RawPeer peer = RawPeer.connected();
        peer.send(whole(FIRST_TSN, 0, 0, ""));
        assertThat(peer.receive(AbortChunk.class)).hasSize(1);
        assertThat(peer.ended()).isTrue();
    }

    @Test
    void reportsDataOnAStreamThatDoesNotExist() {
        RawPeer peer = RawPeer.connected();
        peer.send(whole(FIRST_TSN, 5000, 0, "x"));
        List<Chunk> answer = peer.receive();
        assertThat(answer).anyMatch(ErrorChunk.class::isInstance);
        assertThat(peer.texts()).isEmpty();
        peer.send(whole(FIRST_TSN + 1, 0, 0, "y"));
        assertThat(peer.texts()).containsExactly("y");
    }

    @Test
    void answersAShutdownAndEnds() {
        RawPeer peer = RawPeer.connected();
        peer.send(new ShutdownChunk(peer.associationTsn - 1));
        assertThat(peer.receive(ShutdownAckChunk.class)).hasSize(1);
        peer.nextTimeout();
        assertThat(peer.receive(ShutdownAckChunk.class)).hasSize(1);
        peer.send(new ShutdownCompleteChunk(false));
        assertThat(peer.ended()).isTrue();
    }
}
