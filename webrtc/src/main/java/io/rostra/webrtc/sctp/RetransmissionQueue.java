package io.rostra.webrtc.sctp;

import io.rostra.webrtc.sctp.OutstandingChunk.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Data chunks between first transmission and cumulative acknowledgement: T3-rtx, fast retransmit,
/// congestion window (RFC 9260 sections 6 and 7) and abandonment (RFC 3758). Confined to one event
/// loop.
///
/// One step beyond the RFC: a chunk that was retransmitted can be found lost again without waiting
/// for T3. A miss counts if something that was *sent later* is acknowledged; for first
/// transmissions that is exactly the RFC's rule of the highest TSN newly acknowledged (section
/// 7.2.4).
final class RetransmissionQueue {
    /// Most chunks between the cumulative ack point and the newest; a power of two. Bounds memory
    /// against peers that acknowledge everything but the first.
    private static final int CAPACITY = 2048;

    private static final int MASK = CAPACITY - 1;
    private static final int MISSES_BEFORE_RETRANSMIT = 3;

    /// Largest user data of one chunk, so that a full chunk fills a packet (bytes, a multiple of
    /// 4).
    private static final int MAX_USER_DATA =
            (SctpPacket.MAX_LENGTH - SctpPacket.HEADER_LENGTH - DataChunk.OVERHEAD) & ~3;

    /// Most streams listed in one FORWARD-TSN, so that it fits a packet.
    private static final int MAX_SKIPPED = 200;

    private final boolean forwardTsnSupported;
    private final RetransmissionTimeout rto;
    private final CongestionWindow congestion = new CongestionWindow();
    private final Timer t3 = new Timer();
    private final @Nullable OutstandingChunk[] ring = new OutstandingChunk[CAPACITY];
    private int cumulativeAck;
    private int nextTsn;
    private int advancedAck;
    private boolean forwardTsnDue;
    private int flight;
    private int lost;
    private boolean fastRetransmitDue;
    private long peerWindow;
    private long sendCounter;
    private long lastSentAt;
    private boolean timingRoundTrip;
    private int timedTsn;
    private int errors;

    RetransmissionQueue(
            int initialTsn,
            int peerWindow,
            boolean forwardTsnSupported,
            RetransmissionTimeout rto) {
        this.nextTsn = initialTsn;
        this.cumulativeAck = initialTsn - 1;
        this.advancedAck = cumulativeAck;
        this.peerWindow = Integer.toUnsignedLong(peerWindow);
        this.forwardTsnSupported = forwardTsnSupported;
        this.rto = rto;
    }

    /// The next lost chunk that may be sent again now, or null. One burst after a loss ignores the
    /// window (7.2.4).
    @Nullable DataChunk retransmit(int room, long now) {
        if (lost == 0) {
            return null;
        }
        if (flight >= congestion.bytes() && !fastRetransmitDue) {
            return null;
        }
        for (int tsn = cumulativeAck + 1; tsn != nextTsn; tsn++) {
            OutstandingChunk chunk = at(tsn);
            if (chunk.state != State.LOST) {
                continue;
            }
            if (gaveUp(chunk, now)) {
                abandon(chunk.message);
                continue;
            }
            if (chunk.size() > room) {
                return null;
            }
            lost--;
            sending(chunk, now);
            if (timingRoundTrip && timedTsn == tsn) {
                timingRoundTrip = false; // Karn's rule, section 6.3.1 C5
            }
            if (!t3.running() || tsn == cumulativeAck + 1) {
                t3.start(now + rto.nanos());
            }
            return chunk.data;
        }
        return null;
    }

    /// The next new chunk from `queue`, if window and room allow, or null.
    @Nullable DataChunk sendNew(SendQueue queue, int room, long now) {
        int userRoom = room - DataChunk.OVERHEAD;
        if (lost > 0 || userRoom <= 0 || nextTsn - cumulativeAck > CAPACITY - 1) {
            return null;
        }
        OutboundMessage message = queue.next(now);
        if (message == null) {
            return null;
        }
        int length = message.unsentBytes();
        boolean worthwhile = length <= userRoom || userRoom >= MAX_USER_DATA;
        if (!worthwhile) {
            return null;
        }
        if (flight == 0 && now - lastSentAt > rto.nanos()) {
            congestion.onIdle();
        }
        int size = DataChunk.OVERHEAD + Math.min(length, MAX_USER_DATA);
        boolean probe = flight == 0; // one chunk may always be on its way, section 6.1 A
        if (!probe && (flight >= congestion.bytes() || size > peerWindow)) {
            return null;
        }
        DataChunk data = queue.take(message, nextTsn, Math.min(userRoom, MAX_USER_DATA));
        if (queue.isEmpty() && data.end()) {
            data = data.withImmediateAck();
        }
        OutstandingChunk chunk = new OutstandingChunk(data, message);
        ring[nextTsn & MASK] = chunk;
        nextTsn++;
        peerWindow = Math.max(0, peerWindow - size);
        sending(chunk, now);
        if (!timingRoundTrip) {
            timingRoundTrip = true;
            timedTsn = data.tsn();
        }
        if (!t3.running()) {
            t3.start(now + rto.nanos());
        }
        return data;
    }

    private void sending(OutstandingChunk chunk, long now) {
        chunk.state = State.IN_FLIGHT;
        chunk.transmissions++;
        chunk.missReports = 0;
        chunk.sendOrder = sendCounter++;
        chunk.sentAt = now;
        flight += chunk.size();
        lastSentAt = now;
    }

    /// A packet is full or nothing more may go: the burst after a loss is over.
    void endBurst() {
        fastRetransmitDue = false;
    }

    /// @return false if the SACK acknowledges what was never sent
    boolean onSack(SackChunk sack, long now) {
        int cumulative = sack.cumulativeTsn();
        if (SerialNumber.tsnBefore(cumulative, cumulativeAck)) {
            return true; // overtaken by a newer one
        }
        if (!SerialNumber.tsnBefore(cumulative, nextTsn)) {
            return false;
        }
        int flightBefore = flight;
        boolean advanced = cumulative != cumulativeAck;
        long newestAcked = -1;
        int ackedBytes = 0;
        for (int tsn = cumulativeAck + 1; SerialNumber.tsnAtMost(tsn, cumulative); tsn++) {
            OutstandingChunk chunk = at(tsn);
            if (chunk.state == State.IN_FLIGHT || chunk.state == State.LOST) {
                newestAcked = Math.max(newestAcked, acknowledge(chunk, now));
                ackedBytes += chunk.size();
            }
            ring[tsn & MASK] = null;
        }
        cumulativeAck = cumulative;
        if (SerialNumber.tsnBefore(advancedAck, cumulative)) {
            advancedAck = cumulative;
        }
        int highestGap = cumulative;
        int tsn = cumulative + 1;
        int[] gaps = sack.gaps();
        for (int i = 0; i < gaps.length; i += 2) {
            int start = cumulative + gaps[i];
            int end = cumulative + gaps[i + 1];
            if (SerialNumber.tsnBefore(start, tsn)
                    || SerialNumber.tsnBefore(end, start)
                    || !SerialNumber.tsnBefore(end, nextTsn)) {
                break;
            }
            for (; tsn != start; tsn++) {
                renege(at(tsn));
            }
            for (; SerialNumber.tsnAtMost(tsn, end); tsn++) {
                OutstandingChunk chunk = at(tsn);
                if (chunk.state == State.IN_FLIGHT || chunk.state == State.LOST) {
                    newestAcked = Math.max(newestAcked, acknowledge(chunk, now));
                    ackedBytes += chunk.size();
                    chunk.state = State.ACKED;
                }
            }
            highestGap = end;
        }
        for (; tsn != nextTsn; tsn++) {
            renege(at(tsn));
        }
        if (advanced) {
            congestion.onAcked(cumulative, ackedBytes, flightBefore);
        }
        countMisses(newestAcked, highestGap, advanced, now);
        peerWindow = Math.max(0, Integer.toUnsignedLong(sack.receiverWindow()) - flight);
        if (advanced || ackedBytes > 0 || sack.receiverWindow() == 0) {
            errors = 0;
        }
        advanceAckPoint();
        if (SerialNumber.tsnBefore(cumulative, advancedAck)) {
            forwardTsnDue = true; // RFC 3758 section 3.5 C3
        }
        restartTimer(advanced, now);
        return true;
    }

    /// @return the send order that is surely acknowledged: none if it was sent more than once
    private long acknowledge(OutstandingChunk chunk, long now) {
        if (chunk.state == State.IN_FLIGHT) {
            flight -= chunk.size();
        } else {
            lost--;
        }
        if (timingRoundTrip && chunk.data.tsn() == timedTsn) {
            timingRoundTrip = false;
            rto.onRoundTrip(now - chunk.sentAt);
        }
        return chunk.transmissions == 1 ? chunk.sendOrder : -1;
    }

    /// What was acknowledged in a gap may be taken back (section 6.3.2 R4 and 6.2.1 D iii).
    private void renege(OutstandingChunk chunk) {
        if (chunk.state == State.ACKED) {
            chunk.state = State.IN_FLIGHT;
            flight += chunk.size();
        }
    }

    private void countMisses(long newestAcked, int highestGap, boolean advanced, long now) {
        boolean recovering = congestion.inFastRecovery() && advanced;
        if (newestAcked < 0 && !recovering) {
            return;
        }
        boolean found = false;
        for (int tsn = cumulativeAck + 1; tsn != nextTsn; tsn++) {
            OutstandingChunk chunk = at(tsn);
            if (chunk.state != State.IN_FLIGHT) {
                continue;
            }
            boolean overtaken =
                    chunk.sendOrder < newestAcked
                            || (recovering
                                    && chunk.transmissions == 1
                                    && SerialNumber.tsnBefore(tsn, highestGap));
            if (overtaken && ++chunk.missReports >= MISSES_BEFORE_RETRANSMIT) {
                lose(chunk, now);
                found = true;
            }
        }
        if (found) {
            congestion.onFastRetransmit(nextTsn - 1);
            fastRetransmitDue = lost > 0;
        }
    }

    private void lose(OutstandingChunk chunk, long now) {
        if (gaveUp(chunk, now)) {
            abandon(chunk.message);
            return;
        }
        chunk.state = State.LOST;
        flight -= chunk.size();
        lost++;
    }

    private boolean gaveUp(OutstandingChunk chunk, long now) {
        return forwardTsnSupported
                && (chunk.transmissions > chunk.message.policy.maxRetransmits()
                        || chunk.message.expired(now));
    }

    /// Gives up a whole message, with what was not sent of it yet.
    private void abandon(OutboundMessage message) {
        message.abandon();
        for (int tsn = cumulativeAck + 1; tsn != nextTsn; tsn++) {
            OutstandingChunk chunk = at(tsn);
            if (chunk.message != message) {
                continue;
            }
            if (chunk.state == State.IN_FLIGHT) {
                flight -= chunk.size();
            } else if (chunk.state == State.LOST) {
                lost--;
            }
            chunk.state = State.ABANDONED;
        }
        advanceAckPoint();
        forwardTsnDue = SerialNumber.tsnBefore(cumulativeAck, advancedAck);
    }

    /// Advanced.Peer.Ack.Point (RFC 3758 section 3.5 C2).
    private void advanceAckPoint() {
        while (advancedAck + 1 != nextTsn && at(advancedAck + 1).state == State.ABANDONED) {
            advancedAck++;
        }
    }

    /// The FORWARD-TSN to send now, or null.
    @Nullable ForwardTsnChunk forwardTsn(long now) {
        if (!forwardTsnDue) {
            return null;
        }
        forwardTsnDue = false;
        if (!SerialNumber.tsnBefore(cumulativeAck, advancedAck)) {
            return null;
        }
        Map<Integer, Integer> lastSsn = new LinkedHashMap<>();
        int tsn = cumulativeAck;
        while (tsn != advancedAck && lastSsn.size() < MAX_SKIPPED) {
            DataChunk data = at(++tsn).data;
            if (!data.unordered()) {
                lastSsn.put(data.stream(), data.ssn());
            }
        }
        List<ForwardTsnChunk.Skipped> skipped = new ArrayList<>(lastSsn.size());
        lastSsn.forEach((stream, ssn) -> skipped.add(new ForwardTsnChunk.Skipped(stream, ssn)));
        if (!t3.running()) {
            t3.start(now + rto.nanos());
        }
        return new ForwardTsnChunk(tsn, List.copyOf(skipped));
    }

    private void restartTimer(boolean advanced, long now) {
        if (flight == 0 && lost == 0 && advancedAck == cumulativeAck) {
            t3.stop();
        } else if (advanced || !t3.running()) {
            t3.start(now + rto.nanos());
        }
    }

    void onTimeout(long now) {
        if (!t3.expire(now)) {
            return;
        }
        errors++;
        rto.backOff();
        congestion.onTimeout();
        timingRoundTrip = false;
        for (int tsn = cumulativeAck + 1; tsn != nextTsn; tsn++) {
            OutstandingChunk chunk = at(tsn);
            if (chunk.state == State.IN_FLIGHT) {
                lose(chunk, now);
            }
        }
        forwardTsnDue = SerialNumber.tsnBefore(cumulativeAck, advancedAck);
        if (lost > 0 || forwardTsnDue) {
            t3.start(now + rto.nanos());
        }
    }

    /// Consecutive expiries of T3 without any progress.
    int errors() {
        return errors;
    }

    long earliest(long other) {
        return t3.earliest(other);
    }

    int lastAssignedTsn() {
        return nextTsn - 1;
    }

    int cumulativeAck() {
        return cumulativeAck;
    }

    /// Nothing waits for an acknowledgement.
    boolean isEmpty() {
        return cumulativeAck + 1 == nextTsn;
    }

    private OutstandingChunk at(int tsn) {
        OutstandingChunk chunk = ring[tsn & MASK];
        if (chunk == null) {
            throw new IllegalStateException("no chunk with TSN " + Integer.toUnsignedString(tsn));
        }
        return chunk;
    }
}
