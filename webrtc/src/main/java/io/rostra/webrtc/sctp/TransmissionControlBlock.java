package io.rostra.webrtc.sctp;

import io.rostra.webrtc.sctp.AssociationEvent.IncomingStreamsReset;
import io.rostra.webrtc.sctp.AssociationEvent.MessageReceived;
import io.rostra.webrtc.sctp.AssociationEvent.OutgoingStreamsReset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What exists only while there is a peer (RFC 9260 section 14): both tags, data on its way in each
/// direction, stream resets. Made from a state cookie or an INIT ACK, thrown away at restart.
/// Confined to one event loop.
final class TransmissionControlBlock {
    /// Answers that wait to be sent; more means that the peer floods us.
    private static final int MAX_CONTROL_CHUNKS = 16;

    /// Association.Max.Retrans (RFC 9260 section 16).
    private static final int MAX_RETRANSMISSIONS = 10;

    private static final int MAX_CONTROL_LENGTH = SctpPacket.MAX_LENGTH - SctpPacket.HEADER_LENGTH;

    /// Upper bounds of a RE-CONFIG and a FORWARD-TSN chunk that we build.
    private static final int MAX_RESET_LENGTH = 540;

    private static final int MAX_FORWARD_LENGTH = 810;

    private final int localTag;
    private final int peerTag;
    private final boolean reConfigSupported;
    private final int inboundStreams;
    private final int outboundStreams;
    private final int receiveBuffer;
    private final Queue<AssociationEvent> events;
    private final RetransmissionTimeout rto = new RetransmissionTimeout();
    private final RetransmissionQueue outstanding;
    private final ReceivedTsns received;
    private final ReassemblyQueue reassembly;
    private final StreamReset outgoingReset;
    private final IncomingReset incomingReset;
    private final ArrayDeque<Chunk> control = new ArrayDeque<>();
    private boolean dataInPacket;
    private boolean immediateAck;
    private int advertisedWindow;

    TransmissionControlBlock(
            StateCookie agreed, AssociationLimits limits, Queue<AssociationEvent> events) {
        this.localTag = agreed.localTag();
        this.peerTag = agreed.peerTag();
        this.reConfigSupported = agreed.reConfig();
        this.inboundStreams = limits.streams();
        this.outboundStreams = agreed.outboundStreams();
        this.receiveBuffer = limits.receiveBuffer();
        this.advertisedWindow = receiveBuffer;
        this.events = events;
        this.outstanding =
                new RetransmissionQueue(
                        agreed.localInitialTsn(), agreed.peerWindow(), agreed.forwardTsn(), rto);
        this.received = new ReceivedTsns(agreed.peerInitialTsn());
        this.reassembly = new ReassemblyQueue(receiveBuffer, inboundStreams, this::onMessage);
        this.outgoingReset = new StreamReset(agreed.localInitialTsn(), rto);
        this.incomingReset = new IncomingReset(agreed.peerInitialTsn());
    }

    int localTag() {
        return localTag;
    }

    int peerTag() {
        return peerTag;
    }

    int outboundStreams() {
        return outboundStreams;
    }

    int cumulativeTsn() {
        return received.cumulative();
    }

    private void onMessage(Fragments message) {
        events.add(new MessageReceived(message.stream(), message.ppid(), message.payload()));
    }

    /// @return why the association must be aborted, or null
    @Nullable ErrorCause onData(DataChunk chunk) {
        if (chunk.length() == 0) {
            return ErrorCause.noUserData(chunk.tsn());
        }
        dataInPacket = true;
        immediateAck |= chunk.immediate();
        int tsn = chunk.tsn();
        if (received.check(tsn) != ReceivedTsns.Arrival.NEW) {
            return null;
        }
        if (chunk.stream() >= inboundStreams) {
            received.accept(tsn);
            reply(new ErrorChunk(List.of(ErrorCause.invalidStream(chunk.stream()))));
            return null;
        }
        boolean next = tsn == received.cumulative() + 1;
        if (reassembly.window() == 0 && !next) {
            received.requestAck();
            return null;
        }
        received.accept(tsn);
        reassembly.add(received.unwrap(tsn), chunk);
        carryOutResets();
        return reassembly.exhausted()
                ? ErrorCause.of(ErrorCause.OUT_OF_RESOURCE, "receive buffer exceeded")
                : null;
    }

    void onForwardTsn(ForwardTsnChunk chunk) {
        received.requestAck();
        if (SerialNumber.tsnAtMost(chunk.newCumulativeTsn(), received.cumulative())) {
            return; // old; its sequence numbers may be from before a stream reset
        }
        reassembly.forward(received.unwrap(chunk.newCumulativeTsn()), chunk.skipped());
        received.forwardTo(chunk.newCumulativeTsn());
        carryOutResets();
    }

    boolean onSack(SackChunk sack, long now) {
        return outstanding.onSack(sack, now);
    }

    void onReConfig(ReConfigChunk chunk, SendQueue queue, long now) {
        for (ReConfigParameter parameter : chunk.parameters()) {
            switch (parameter) {
                case ReConfigParameter.OutgoingReset request -> {
                    respond(incomingReset.onRequest(request, received.cumulative()));
                    carryOutResets();
                }
                case ReConfigParameter.OtherRequest request ->
                        respond(incomingReset.onOtherRequest(request));
                case ReConfigParameter.Response response -> {
                    StreamReset.Outcome outcome = outgoingReset.onResponse(response, queue, now);
                    if (outcome != null) {
                        events.add(
                                new OutgoingStreamsReset(outcome.streams(), outcome.performed()));
                    }
                }
            }
        }
    }

    private void respond(ReConfigParameter.Response response) {
        reply(new ReConfigChunk(List.of(response)));
    }

    private void carryOutResets() {
        List<Integer> streams = incomingReset.due(received.cumulative());
        if (streams != null) {
            reassembly.reset(streams);
            events.add(new IncomingStreamsReset(streams));
        }
    }

    /// Queues an answer; it leaves with the next packet.
    void reply(Chunk chunk) {
        if (control.size() < MAX_CONTROL_CHUNKS && chunk.paddedLength() <= MAX_CONTROL_LENGTH) {
            control.add(chunk);
        }
    }

    /// All chunks of a packet were processed.
    void endOfPacket(long now) {
        if (dataInPacket) {
            received.onDataPacket(immediateAck, now);
        }
        dataInPacket = false;
        immediateAck = false;
    }

    /// A delivered message was taken by its reader: tells the peer if it was waiting for room.
    void consumed(int bytes) {
        reassembly.consumed(bytes);
        if (advertisedWindow < 4 * SctpPacket.MAX_LENGTH
                && reassembly.window() > receiveBuffer / 2) {
            received.onWindowOpened();
        }
    }

    /// Resets an outgoing stream when it is drained.
    ///
    /// @return false if the peer cannot do that
    boolean resetStream(int stream) {
        if (reConfigSupported) {
            outgoingReset.request(stream);
        }
        return reConfigSupported;
    }

    /// Fills a packet with what is due now.
    void fill(PacketBuilder packet, SendQueue queue, long now) {
        Chunk answer = control.peek();
        while (answer != null && packet.fits(answer)) {
            packet.add(control.remove());
            answer = control.peek();
        }
        if (received.ackDue() || (received.ackPending() && smallMessageWaits(packet, queue, now))) {
            SackChunk sack = received.sack(reassembly.window());
            advertisedWindow = sack.receiverWindow();
            packet.add(sack);
        }
        if (packet.room() >= MAX_RESET_LENGTH) {
            ReConfigParameter.OutgoingReset reset =
                    outgoingReset.poll(queue, outstanding, incomingReset.lastNumber(), now);
            if (reset != null) {
                packet.add(new ReConfigChunk(List.of(reset)));
            }
        }
        DataChunk data = outstanding.retransmit(packet.room(), now);
        while (data != null) {
            packet.add(data);
            data = outstanding.retransmit(packet.room(), now);
        }
        outstanding.endPacket();
        data = outstanding.sendNew(queue, packet.room(), now);
        while (data != null) {
            packet.add(data);
            data = outstanding.sendNew(queue, packet.room(), now);
        }
        if (packet.room() >= MAX_FORWARD_LENGTH) {
            ForwardTsnChunk forward = outstanding.forwardTsn(now);
            if (forward != null) {
                packet.add(forward);
            }
        }
    }

    private static boolean smallMessageWaits(PacketBuilder packet, SendQueue queue, long now) {
        OutboundMessage next = queue.next(now);
        return next != null && next.unsentBytes() < packet.room() / 2;
    }

    void onTimeout(long now) {
        received.onTimeout(now);
        outstanding.onTimeout(now);
        outgoingReset.onTimeout(outstanding, incomingReset.lastNumber(), now);
    }

    /// The peer did not answer for too long.
    boolean peerUnreachable() {
        return outstanding.errors() > MAX_RETRANSMISSIONS
                || outgoingReset.errors() > MAX_RETRANSMISSIONS;
    }

    /// Nothing that we sent waits for an acknowledgement.
    boolean nothingOutstanding() {
        return outstanding.isEmpty();
    }

    long earliest(long other) {
        return received.earliest(outstanding.earliest(outgoingReset.earliest(other)));
    }
}
