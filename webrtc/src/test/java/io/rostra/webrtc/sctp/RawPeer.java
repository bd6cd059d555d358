package io.rostra.webrtc.sctp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;

/// A peer under the test's full control: it sends the chunks that it is told to, right or wrong, to
/// a real association.
final class RawPeer {
    static final int TAG = 0x1234;
    static final int FIRST_TSN = 1000;
    static final AssociationLimits LIMITS = AssociationLimits.forMessagesOf(65536);

    final Association association;
    final List<AssociationEvent> events = new ArrayList<>();
    int associationTag;
    int associationTsn;
    long now = Duration.ofSeconds(10).toNanos();

    RawPeer() {
        association =
                new Association(LIMITS, RandomGeneratorFactory.of("L64X128MixRandom").create(1));
    }

    /// A peer whose association is established, and has nothing more to send.
    static RawPeer connected() {
        RawPeer peer = new RawPeer();
        InitAckChunk ack = peer.init(TAG);
        peer.associationTag = ack.parameters().initiateTag();
        peer.associationTsn = ack.parameters().initialTsn();
        peer.send(new CookieEchoChunk(ack.parameters().cookie()));
        peer.receive();
        return peer;
    }

    static InitParameters parameters(int tag) {
        return new InitParameters(tag, 1 << 20, 100, 100, FIRST_TSN, true, true, null, List.of());
    }

    /// Sends INIT, returns the answer.
    InitAckChunk init(int tag) {
        sendWithTag(0, new InitChunk(parameters(tag)));
        return receive().stream()
                .filter(InitAckChunk.class::isInstance)
                .map(InitAckChunk.class::cast)
                .findFirst()
                .orElseThrow();
    }

    void send(Chunk... chunks) {
        sendWithTag(associationTag, chunks);
    }

    void sendWithTag(int tag, Chunk... chunks) {
        sendBytes(new SctpPacket(5000, 5000, tag, List.of(chunks)).toBytes());
    }

    void sendBytes(byte[] packet) {
        association.onPacket(packet, 0, packet.length, now);
        takeEvents();
    }

    private void takeEvents() {
        for (AssociationEvent e = association.pollEvent(); e != null; e = association.pollEvent()) {
            events.add(e);
        }
    }

    /// Every chunk that the association sends now.
    List<Chunk> receive() {
        return receivePackets().stream().flatMap(packet -> packet.chunks().stream()).toList();
    }

    List<SctpPacket> receivePackets() {
        List<SctpPacket> packets = new ArrayList<>();
        byte[] bytes = association.pollTransmit(now);
        while (bytes != null) {
            SctpPacket packet = SctpPacket.parse(bytes, 0, bytes.length);
            if (packet == null) {
                throw new AssertionError("the association sent a malformed packet");
            }
            packets.add(packet);
            bytes = association.pollTransmit(now);
        }
        return packets;
    }

    <T extends Chunk> List<T> receive(Class<T> type) {
        return receive().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// Lets time pass until the association's next timeout and calls it.
    void nextTimeout() {
        now = Math.max(now, association.nextTimeoutNanos());
        association.onTimeout(now);
        takeEvents();
    }

    boolean ended() {
        return events.stream().anyMatch(AssociationEvent.Closed.class::isInstance);
    }

    static DataChunk data(int tsn, int stream, int ssn, int flags, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new DataChunk(flags, tsn, stream, ssn, 51, bytes, 0, bytes.length);
    }

    static DataChunk whole(int tsn, int stream, int ssn, String text) {
        return data(tsn, stream, ssn, DataChunk.BEGIN | DataChunk.END, text);
    }

    List<String> texts() {
        return events.stream()
                .filter(AssociationEvent.MessageReceived.class::isInstance)
                .map(e -> ((AssociationEvent.MessageReceived) e).payload())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }
}
