package io.rostra.webrtc.sctp;

import java.util.ArrayDeque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One end of an SCTP association over DTLS (RFC 9260, RFC 8261); `AssociationState` shows its
/// life. It is told about packets and time, and polled for what to send and what happened. Confined
/// to one event loop; `now` is nanoseconds of any steady clock.
public final class Association {
    private final AssociationLimits limits;
    private final Handshake handshake;
    private final SendQueue sendQueue;
    private final LonePackets lonePackets = new LonePackets();
    private final ArrayDeque<AssociationEvent> events = new ArrayDeque<>();
    private final PacketBuilder outgoing = new PacketBuilder();
    private final RepeatTimer repeat = new RepeatTimer();
    private AssociationState state = AssociationState.CLOSED;
    private @Nullable TransmissionControlBlock tcb;
    private byte @Nullable [] cookieEcho;
    private long droppedPackets;

    /// @param random unpredictable in production: tags and the cookie key come from it
    public Association(AssociationLimits limits, RandomGenerator random) {
        this.limits = limits;
        this.handshake = new Handshake(limits, random);
        this.sendQueue = new SendQueue(limits.sendBuffer());
    }

    AssociationState state() {
        return state;
    }

    /// Sends INIT. A peer that does the same at the same time is fine (RFC 9260 section 5.2.1).
    public void connect(long now) {
        if (state == AssociationState.CLOSED) {
            state = AssociationState.COOKIE_WAIT;
            sendInit();
            repeat.start(now);
        }
    }

    /// The handshake is done and neither side has begun to end the association.
    public boolean established() {
        return state == AssociationState.ESTABLISHED;
    }

    /// Streams that we may send on, ids from 0; known when established.
    public int outboundStreams() {
        return tcb == null ? limits.streams() : tcb.outboundStreams();
    }

    /// Packets that were dropped because they were malformed or not for this association.
    public long droppedPackets() {
        return droppedPackets;
    }

    /// Queues a message; it may be called before the association is established.
    ///
    /// @param payload not empty; not copied, the caller must not change it
    /// @return false if the send buffer is full, or the association is ending
    public boolean send(int stream, int ppid, byte[] payload, DeliveryPolicy policy, long now) {
        return state.takesMessages()
                && sendQueue.offer(new OutboundMessage(stream, ppid, payload, policy, now));
    }

    /// Bytes queued on a stream that did not leave yet.
    public long bufferedAmount(int stream) {
        return sendQueue.bufferedAmount(stream);
    }

    /// Drops what waits on a stream, but for a message of which a part left already.
    public void discardUnsent(int stream) {
        sendQueue.discardUnsent(stream);
    }

    /// Resets an outgoing stream once everything queued on it is sent; ends with
    /// `OutgoingStreamsReset`.
    public void resetStream(int stream) {
        if (tcb == null || !tcb.resetStream(stream)) {
            events.add(new AssociationEvent.OutgoingStreamsReset(List.of(stream), false));
        }
    }

    /// The reader took a received message of that many bytes.
    public void consumed(int bytes) {
        if (tcb != null) {
            tcb.consumed(bytes);
        }
    }

    /// Ends gracefully: what is queued is still sent.
    public void shutdown(long now) {
        switch (state) {
            case CLOSED, COOKIE_WAIT, COOKIE_ECHOED -> abort("shut down before it was established");
            case ESTABLISHED -> {
                state = AssociationState.SHUTDOWN_PENDING;
                progressShutdown(now);
            }
            case SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED, SHUTDOWN_ACK_SENT, ENDED -> {}
        }
    }

    /// Ends at once; the peer is told, what is queued is lost.
    public void abort(String reason) {
        abort(ErrorCause.of(ErrorCause.USER_INITIATED_ABORT, reason), reason);
    }

    private void abort(ErrorCause cause, String reason) {
        TransmissionControlBlock block = tcb;
        if (state != AssociationState.ENDED && block != null) {
            lonePackets.clear();
            lonePackets.add(block.peerTag(), new AbortChunk(false, List.of(cause)));
        }
        end(reason);
    }

    private void end(String reason) {
        if (state == AssociationState.ENDED) {
            return;
        }
        state = AssociationState.ENDED;
        tcb = null;
        cookieEcho = null;
        repeat.stop();
        sendQueue.clear();
        events.add(new AssociationEvent.Closed(reason));
    }

    /// A packet out of DTLS. Bad ones are dropped and counted.
    public void onPacket(byte[] buffer, int offset, int length, long now) {
        if (state == AssociationState.ENDED) {
            return;
        }
        SctpPacket packet = SctpPacket.parse(buffer, offset, length);
        if (packet == null) {
            droppedPackets++;
            return;
        }
        Chunk first = packet.chunks().getFirst();
        if (first instanceof InitChunk(var parameters)) {
            onInit(packet, parameters, now);
            return;
        }
        boolean ours =
                first instanceof CookieEchoChunk echo
                        ? onCookieEcho(packet, echo, now)
                        : carriesOurTag(packet, first);
        if (!ours) {
            droppedPackets++;
            return;
        }
        for (Chunk chunk : packet.chunks()) {
            if (!onChunk(packet, chunk, now)) {
                break;
            }
        }
        TransmissionControlBlock block = tcb;
        if (block != null) {
            block.endOfPacket(now);
            progressShutdown(now);
        }
    }

    /// Section 8.5: our tag, or reflected by a peer without an association its own.
    private boolean carriesOurTag(SctpPacket packet, Chunk first) {
        TransmissionControlBlock block = tcb;
        boolean reflected =
                (first instanceof AbortChunk abort && abort.reflected())
                        || (first instanceof ShutdownCompleteChunk complete
                                && complete.reflected());
        if (reflected) {
            return block != null && packet.verificationTag() == block.peerTag();
        }
        int expected = block == null ? handshake.localTag() : block.localTag();
        return state != AssociationState.CLOSED && packet.verificationTag() == expected;
    }

    private void onInit(SctpPacket packet, InitParameters peer, long now) {
        if (packet.verificationTag() != 0
                || packet.chunks().size() != 1
                || !Handshake.acceptable(peer)) {
            droppedPackets++;
            return;
        }
        TransmissionControlBlock block = tcb;
        if (state == AssociationState.SHUTDOWN_ACK_SENT && block != null) {
            block.reply(new ShutdownAckChunk()); // section 9.2
            return;
        }
        lonePackets.usePortsOf(packet);
        lonePackets.add(
                peer.initiateTag(), handshake.answer(peer, state.opening() ? null : block, now));
    }

    private boolean onCookieEcho(SctpPacket packet, CookieEchoChunk echo, long now) {
        StateCookie cookie = handshake.open(echo);
        if (cookie == null || packet.verificationTag() != cookie.localTag()) {
            return false;
        }
        switch (Handshake.judge(cookie, tcb, state, now)) {
            case ESTABLISH -> establish(cookie);
            case CONFIRM -> establishAsAgreed();
            case RESTART -> restart(cookie);
            case STALE -> {
                ErrorCause stale = new ErrorCause(ErrorCause.STALE_COOKIE, new byte[4]);
                lonePackets.add(cookie.peerTag(), new ErrorChunk(List.of(stale)));
                return false;
            }
            case DISCARD -> {
                return false;
            }
        }
        if (tcb != null) {
            tcb.reply(new CookieAckChunk());
        }
        return true;
    }

    private void establish(StateCookie agreed) {
        tcb = new TransmissionControlBlock(agreed, limits, events);
        establishAsAgreed();
    }

    private void establishAsAgreed() {
        if (state == AssociationState.CLOSED || state.opening()) {
            state = AssociationState.ESTABLISHED;
            cookieEcho = null;
            repeat.stop();
            events.add(new AssociationEvent.Established());
        }
    }

    private void restart(StateCookie agreed) {
        tcb = new TransmissionControlBlock(agreed, limits, events);
        state = AssociationState.ESTABLISHED;
        repeat.stop();
        sendQueue.clear();
        events.add(new AssociationEvent.Restarted());
    }

    /// @return false if the rest of the packet must not be processed
    private boolean onChunk(SctpPacket packet, Chunk chunk, long now) {
        TransmissionControlBlock block = tcb;
        switch (chunk) {
            case InitAckChunk(var parameters) -> onInitAck(packet, parameters, now);
            case CookieAckChunk _ -> {
                if (state == AssociationState.COOKIE_ECHOED) {
                    establishAsAgreed();
                }
            }
            case ErrorChunk error -> onError(error, now);
            case AbortChunk abort -> end("aborted by the peer" + describe(abort.causes()));
            case UnknownChunk unknown -> {
                if (unknown.reportable() && block != null) {
                    block.reply(new ErrorChunk(List.of(ErrorCause.unrecognized(unknown))));
                }
                return unknown.skippable();
            }
            case InitChunk _ -> {
                return false; // never bundled
            }
            case CookieEchoChunk _ -> {} // first in its packet, see onPacket
            case DataChunk _,
                    SackChunk _,
                    ForwardTsnChunk _,
                    ReConfigChunk _,
                    HeartbeatChunk _,
                    HeartbeatAckChunk _,
                    ShutdownChunk _,
                    ShutdownAckChunk _,
                    ShutdownCompleteChunk _ -> {
                if (block == null || state == AssociationState.COOKIE_ECHOED) {
                    return false;
                }
                onConnectedChunk(block, chunk, now);
            }
        }
        return state != AssociationState.ENDED;
    }

    private void onConnectedChunk(TransmissionControlBlock block, Chunk chunk, long now) {
        switch (chunk) {
            case DataChunk data -> onData(block, data);
            case SackChunk sack -> {
                if (!block.onSack(sack, now)) {
                    String what = "acknowledged data that was never sent";
                    abort(ErrorCause.of(ErrorCause.PROTOCOL_VIOLATION, what), "the peer " + what);
                }
            }
            case ForwardTsnChunk forward -> {
                if (state.receivesData()) {
                    block.onForwardTsn(forward);
                }
            }
            case ReConfigChunk reConfig -> block.onReConfig(reConfig, sendQueue, now);
            case HeartbeatChunk heartbeat ->
                    block.reply(new HeartbeatAckChunk(heartbeat.information()));
            case ShutdownChunk shutdown -> onShutdown(block, shutdown, now);
            case ShutdownAckChunk _ -> {
                if (state == AssociationState.SHUTDOWN_SENT
                        || state == AssociationState.SHUTDOWN_ACK_SENT) {
                    lonePackets.add(block.peerTag(), new ShutdownCompleteChunk(false));
                    end("shut down");
                }
            }
            case ShutdownCompleteChunk _ -> {
                if (state == AssociationState.SHUTDOWN_ACK_SENT) {
                    end("shut down by the peer");
                }
            }
            case HeartbeatAckChunk _ -> {} // we send no heartbeats
            case InitChunk _,
                    InitAckChunk _,
                    CookieEchoChunk _,
                    CookieAckChunk _,
                    ErrorChunk _,
                    AbortChunk _,
                    UnknownChunk _ ->
                    throw new IllegalStateException("handled by onChunk: " + chunk.type());
        }
    }

    private void onData(TransmissionControlBlock block, DataChunk data) {
        if (!state.receivesData()) {
            return;
        }
        ErrorCause fatal = block.onData(data);
        if (fatal != null) {
            abort(fatal, "the peer broke the protocol, " + fatal.describe());
        } else if (state == AssociationState.SHUTDOWN_SENT) {
            block.reply(new ShutdownChunk(block.cumulativeTsn())); // section 9.2
        }
    }

    private void onInitAck(SctpPacket packet, InitParameters peer, long now) {
        if (state != AssociationState.COOKIE_WAIT
                || packet.chunks().size() != 1
                || !Handshake.acceptable(peer)
                || peer.cookie() == null) {
            return;
        }
        lonePackets.usePortsOf(packet);
        tcb = new TransmissionControlBlock(handshake.agreed(peer, now), limits, events);
        cookieEcho = peer.cookie();
        state = AssociationState.COOKIE_ECHOED;
        sendCookieEcho();
        repeat.start(now);
    }

    private void onError(ErrorChunk error, long now) {
        boolean stale =
                error.causes().stream().anyMatch(cause -> cause.code() == ErrorCause.STALE_COOKIE);
        if (stale && state == AssociationState.COOKIE_ECHOED) { // section 5.2.6
            tcb = null;
            cookieEcho = null;
            state = AssociationState.COOKIE_WAIT;
            sendInit();
            repeat.again(now);
        }
    }

    private static String describe(List<ErrorCause> causes) {
        return causes.isEmpty() ? "" : ", " + causes.getFirst().describe();
    }

    private void onShutdown(TransmissionControlBlock block, ShutdownChunk shutdown, long now) {
        block.onSack(SackChunk.cumulative(shutdown.cumulativeTsn(), limits.sendBuffer()), now);
        switch (state) {
            case ESTABLISHED, SHUTDOWN_PENDING -> state = AssociationState.SHUTDOWN_RECEIVED;
            case SHUTDOWN_SENT -> {
                state = AssociationState.SHUTDOWN_ACK_SENT;
                block.reply(new ShutdownAckChunk());
                repeat.start(now);
            }
            case SHUTDOWN_ACK_SENT -> block.reply(new ShutdownAckChunk());
            case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, SHUTDOWN_RECEIVED, ENDED -> {}
        }
    }

    private void progressShutdown(long now) {
        TransmissionControlBlock block = tcb;
        if (block == null || !block.nothingOutstanding() || !sendQueue.isEmpty()) {
            return;
        }
        if (state == AssociationState.SHUTDOWN_PENDING) {
            state = AssociationState.SHUTDOWN_SENT;
            block.reply(new ShutdownChunk(block.cumulativeTsn()));
            repeat.start(now);
        } else if (state == AssociationState.SHUTDOWN_RECEIVED) {
            state = AssociationState.SHUTDOWN_ACK_SENT;
            block.reply(new ShutdownAckChunk());
            repeat.start(now);
        }
    }

    /// When `onTimeout` wants to be called; `Long.MAX_VALUE` if not at all.
    public long nextTimeoutNanos() {
        long earliest = repeat.earliest(Long.MAX_VALUE);
        return tcb == null ? earliest : tcb.earliest(earliest);
    }

    /// Time passed; calling it too early is harmless.
    public void onTimeout(long now) {
        TransmissionControlBlock block = tcb;
        if (block != null) {
            block.onTimeout(now);
            if (block.peerUnreachable()) {
                abort("the peer does not answer");
                return;
            }
        }
        if (!repeat.expire(now)) {
            return;
        }
        if (repeat.exhausted()) {
            abort("the peer does not answer");
            return;
        }
        switch (state) {
            case COOKIE_WAIT -> sendInit();
            case COOKIE_ECHOED -> sendCookieEcho();
            case SHUTDOWN_SENT -> {
                if (block != null) {
                    block.reply(new ShutdownChunk(block.cumulativeTsn()));
                }
            }
            case SHUTDOWN_ACK_SENT -> {
                if (block != null) {
                    block.reply(new ShutdownAckChunk());
                }
            }
            case CLOSED, ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_RECEIVED, ENDED -> {
                return;
            }
        }
        repeat.again(now);
    }

    private void sendInit() {
        lonePackets.add(0, handshake.init());
    }

    private void sendCookieEcho() {
        TransmissionControlBlock block = tcb;
        if (block != null && cookieEcho != null) {
            lonePackets.add(block.peerTag(), new CookieEchoChunk(cookieEcho));
        }
    }

    /// The next packet for DTLS, at most `SctpPacket.MAX_LENGTH` bytes, or null. Call it until
    /// null.
    public byte @Nullable [] pollTransmit(long now) {
        byte[] alone = lonePackets.poll();
        if (alone != null) {
            return alone;
        }
        TransmissionControlBlock block = tcb;
        if (block == null || state == AssociationState.COOKIE_ECHOED) {
            return null;
        }
        outgoing.clear();
        block.fill(outgoing, sendQueue, now);
        return outgoing.isEmpty() ? null : lonePackets.packet(block.peerTag(), outgoing.chunks());
    }

    /// The next thing that happened, or null.
    public @Nullable AssociationEvent pollEvent() {
        return events.poll();
    }
}
