package io.rostra.webrtc.datachannel;

import static io.rostra.webrtc.datachannel.TwoPeers.closed;
import static io.rostra.webrtc.datachannel.TwoPeers.ended;
import static io.rostra.webrtc.datachannel.TwoPeers.messages;
import static io.rostra.webrtc.datachannel.TwoPeers.opened;
import static io.rostra.webrtc.datachannel.TwoPeers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.webrtc.sctp.Association;
import io.rostra.webrtc.sctp.AssociationEvent;
import io.rostra.webrtc.sctp.AssociationLimits;
import io.rostra.webrtc.sctp.DeliveryPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a server does with a peer that speaks SCTP well and the channel protocols on top of it as
/// the test likes.
class ChannelRulesTest {
    private static final int MAX_MESSAGE = 10_000;

    private final DataChannels server = new DataChannels(false, TwoPeers.random(1), MAX_MESSAGE);
    private final List<DataChannelEvent> events = new ArrayList<>();
    private final List<AssociationEvent> peerEvents = new ArrayList<>();
    private Association peer = newPeer(1024, 2);
    private long now;

    private static Association newPeer(int streams, long seed) {
        return new Association(
                new AssociationLimits(1 << 20, 1 << 20, streams), TwoPeers.random(seed));
    }

    private void connect() {
        peer.connect(now);
        exchange();
        assertThat(server.established()).isTrue();
    }

    /// Carries packets to and fro until there are none.
    private void exchange() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (byte[] p = peer.pollTransmit(now); p != null; p = peer.pollTransmit(now)) {
                server.onPacket(p, 0, p.length, now);
                moved = true;
            }
            for (byte[] p = server.pollTransmit(now); p != null; p = server.pollTransmit(now)) {
                peer.onPacket(p, 0, p.length, now);
                moved = true;
            }
            for (AssociationEvent e = peer.pollEvent(); e != null; e = peer.pollEvent()) {
                peerEvents.add(e);
            }
        }
        for (DataChannelEvent e = server.pollEvent(); e != null; e = server.pollEvent()) {
            events.add(e);
        }
    }

    private void send(int stream, int ppid, byte[] payload) {
        assertThat(peer.send(stream, ppid, payload, DeliveryPolicy.RELIABLE, now)).isTrue();
        exchange();
        now += 1_000_000_000L;
        peer.onTimeout(now);
        server.onTimeout(now);
        exchange();
    }

    private void sendText(int stream, String text) {
        send(stream, PayloadProtocol.STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    private void sendOpen(int stream, String label) {
        send(
                stream,
                PayloadProtocol.DCEP,
                new DcepMessage.Open(Reliability.RELIABLE, label, "").toBytes());
    }

    private boolean peerSawReset(int stream) {
        return peerEvents.contains(new AssociationEvent.IncomingStreamsReset(List.of(stream)));
    }

    @Test
    void aMessageThatOvertookItsOpenIsDeliveredAfterIt() {
        connect();
        sendText(4, "eager");
        assertThat(events).isEmpty();
        sendOpen(4, "x");
        assertThat(events.getFirst()).isInstanceOf(DataChannelEvent.Opened.class);
        assertThat(texts(events)).containsExactly("eager");
    }

    @Test
    void messagesWithoutAnOpenAreBounded() {
        connect();
        for (int i = 0; i < 1000; i++) {
            sendText(4, "m" + i);
        }
        sendOpen(4, "x");
        assertThat(texts(events)).hasSize(256).startsWith("m0", "m1");
        sendText(4, "last");
        assertThat(texts(events)).hasSize(257);
    }

    @Test
    void aMessageBeforeTheAckOpensTheChannel() {
        connect();
        DataChannel channel = server.open("ion-sfu", "", Reliability.RELIABLE, now);
        exchange();
        assertThat(channel.state()).isEqualTo(DataChannel.State.CONNECTING);
        sendText(channel.id(), "{}");
        assertThat(opened(events)).containsExactly(channel);
        assertThat(texts(events)).containsExactly("{}");
        send(channel.id(), PayloadProtocol.DCEP, new DcepMessage.Ack().toBytes());
        assertThat(opened(events)).hasSize(1);
    }

    @Test
    void aMalformedOpenIsRefusedByAReset() {
        connect();
        send(6, PayloadProtocol.DCEP, new byte[] {3, 0, 1});
        assertThat(peerSawReset(6)).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void anOpenOfAChannelInUseChangesNothing() {
        connect();
        sendOpen(4, "first");
        sendOpen(4, "second");
        assertThat(opened(events)).singleElement().matches(c -> c.label().equals("first"));
        sendText(4, "x");
        assertThat(texts(events)).containsExactly("x");
    }

    @Test
    void unknownPayloadsAreIgnored() {
        connect();
        sendOpen(4, "x");
        send(4, 99, new byte[] {1});
        send(4, 0, new byte[] {1});
        sendText(4, "x");
        assertThat(messages(events)).hasSize(1);
    }

    @Test
    void aMessageLargerThanAnnouncedClosesTheChannel() {
        connect();
        sendOpen(4, "x");
        send(4, PayloadProtocol.BINARY, new byte[MAX_MESSAGE + 1]);
        assertThat(messages(events)).isEmpty();
        assertThat(peerSawReset(4)).isTrue();
        assertThat(ended(events)).isFalse();
    }

    @Test
    void thePeerClosesAndTheIdIsFreeForBoth() {
        connect();
        sendOpen(4, "x");
        peer.resetStream(4);
        exchange();
        assertThat(closed(events)).hasSize(1);
        assertThat(peerSawReset(4)).isTrue();
        sendOpen(4, "y");
        sendText(4, "again");
        assertThat(opened(events)).hasSize(2);
        assertThat(texts(events)).containsExactly("again");
    }

    @Test
    void channelsBeyondThePeersStreamsAreClosed() {
        peer = newPeer(4, 2);
        DataChannel first = server.open("a", "", Reliability.RELIABLE, now);
        DataChannel second = server.open("b", "", Reliability.RELIABLE, now);
        DataChannel third = server.open("c", "", Reliability.RELIABLE, now);
        connect();
        assertThat(List.of(first.id(), second.id(), third.id())).containsExactly(1, 3, 5);
        assertThat(closed(events)).containsExactly(third);
        assertThat(peer.established()).isTrue();
    }

    @Test
    void aPeerThatBeginsAnewFindsNoOldChannels() {
        connect();
        sendOpen(4, "x");
        sendText(4, "old");
        peer = newPeer(1024, 77);
        connect();
        assertThat(closed(events)).hasSize(1);
        sendOpen(4, "y");
        sendText(4, "new");
        assertThat(texts(events)).containsExactly("old", "new");
        DataChannel ours = server.open("z", "", Reliability.RELIABLE, now);
        assertThat(ours.send("from us", now)).isTrue();
        exchange();
        assertThat(
                        peerEvents.stream()
                                .filter(AssociationEvent.MessageReceived.class::isInstance)
                                .map(e -> (AssociationEvent.MessageReceived) e)
                                .filter(m -> m.stream() == ours.id()))
                .hasSize(2);
    }
}
