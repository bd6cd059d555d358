package io.rostra.webrtc.sctp;

import io.rostra.webrtc.sctp.OutstandingChunk.State;
import org.jspecify.annotations.Nullable;

/// Data between first transmission and cumulative acknowledgement: T3-rtx, fast retransmit,
/// congestion window (RFC 9260 sections 6 and 7), and giving up (RFC 3758). Confined to one event
/// loop.
///
/// One step beyond the RFC: a chunk that was retransmitted can be found lost again without waiting
/// for T3. A miss counts if something that was *sent later* is acknowledged; for first
/// transmissions that is exactly the RFC's rule of the highest TSN newly acknowledged (section
/// 7.2.4).
final class RetransmissionQueue {
    private static final int MISSES_BEFORE_RETRANSMIT = 3;

    /// Largest user data of one chunk, so that a full chunk fills a packet (bytes, a multiple of
    /// 4).
    private static final int MAX_USER_DATA =
            (SctpPacket.MAX_LENGTH - SctpPacket.HEADER_LENGTH - DataChunk.OVERHEAD) & ~3;

    private final boolean forwardTsnSupported;
    private final RetransmissionTimeout rto;
    private final CongestionWindow congestion = new CongestionWindow();
    private final OutstandingChunks chunks;
    private final AdvancedAckPoint advancedAck;
    private final Timer t3 = new Timer();

    /// Bytes that the peer has room for, beyond what is in flight.
    private long peerWindow;

    private boolean fastRetransmitDue;
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
        this.chunks = new OutstandingChunks(initialTsn);
        this.advancedAck = new AdvancedAckPoint(chunks);
        this.peerWindow = Integer.toUnsignedLong(peerWindow);
        this.forwardTsnSupported = forwardTsnSupported;
        this.rto = rto;
    }

    /// The next lost chunk that may be sent again now, or null. One packet after a loss was found
    /// ignores the window (section 7.2.4).
    ///
    /// @param room bytes left in the packet
    @Nullable DataChunk retransmit(int room, long now) {
        if (chunks.flight() >= congestion.bytes() && !fastRetransmitDue) {
            return null;
        }
        int end = chunks.nextTsn();
        for (int tsn = chunks.cumulativeAck() + 1; chunks.lost() > 0 && tsn != end; tsn++) {
            OutstandingChunk chunk = chunks.at(tsn);
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
            chunks.resend(chunk);
            onSent(chunk, now);
            if (timingRoundTrip && timedTsn == tsn) {
                timingRoundTrip = false; // Karn's rule, section 6.3.1 C5
            }
            if (!t3.running() || tsn == chunks.cumulativeAck() + 1) {
                t3.start(now + rto.nanos());
            }
            return chunk.data;
        }
        return null;
    }

    /// A packet was filled: the window counts again.
    void endPacket() {
        fastRetransmitDue = false;
    }

    /// The next new chunk from `queue`, if windows and room allow, or null.
    ///
    /// @param room bytes left in the packet
    @Nullable DataChunk sendNew(SendQueue queue, int room, long now) {
        int userRoom = Math.min(room - DataChunk.OVERHEAD, MAX_USER_DATA);
        if (chunks.lost() > 0 || userRoom <= 0 || chunks.isFull()) {
            return null;
        }
        OutboundMessage message = queue.next(now);
        if (message == null) {
            return null;
        }
        int length = Math.min(message.unsentBytes(), MAX_USER_DATA);
        if (length > userRoom || !windowsAllow(DataChunk.OVERHEAD + length, now)) {
            return null; // rather the next packet than a small fragment in this one
        }
        DataChunk data = queue.take(message, chunks.nextTsn(), length);
        if (queue.isEmpty()) {
            data = data.withImmediateAck();
        }
        OutstandingChunk chunk = new OutstandingChunk(data, message);
        chunks.add(chunk);
        onSent(chunk, now);
        peerWindow = Math.max(0, peerWindow - chunk.size());
        if (!timingRoundTrip) {
            timingRoundTrip = true;
            timedTsn = data.tsn();
        }
        if (!t3.running()) {
            t3.start(now + rto.nanos());
        }
        return data;
    }

    private boolean windowsAllow(int size, long now) {
        if (chunks.flight() == 0) {
            if (now - lastSentAt > rto.nanos()) {
                congestion.onIdle();
            }
            return true; // one chunk may always be on its way, section 6.1 A
        }
        return chunks.flight() < congestion.bytes() && size <= peerWindow;
    }

    private void onSent(OutstandingChunk chunk, long now) {
        chunk.transmissions++;
        chunk.missReports = 0;
        chunk.sendOrder = sendCounter++;
        chunk.sentAt = now;
        lastSentAt = now;
    }

    /// @return false if the SACK acknowledges what was never sent
    boolean onSack(SackChunk sack, long now) {
        int before = chunks.cumulativeAck();
        if (SerialNumber.tsnBefore(sack.cumulativeTsn(), before)) {
            return true; // overtaken by a newer one
        }
        if (!SerialNumber.tsnBefore(sack.cumulativeTsn(), chunks.nextTsn())) {
            return false;
        }
        int flightBefore = chunks.flight();
        Acknowledged acked = new Acknowledged(now);
        while (chunks.cumulativeAck() != sack.cumulativeTsn()) {
            acked.add(chunks.at(chunks.cumulativeAck() + 1));
            chunks.removeFirst();
        }
        int highestGap = onGaps(sack, acked);
        boolean advanced = chunks.cumulativeAck() != before;
        if (advanced) {
            congestion.onAcked(chunks.cumulativeAck(), acked.bytes, flightBefore);
        }
        countMisses(acked.newestOrder, highestGap, advanced, now);
        long window = Integer.toUnsignedLong(sack.receiverWindow());
        peerWindow = Math.max(0, window - chunks.flight());
        if (advanced || acked.bytes > 0 || window == 0) {
            errors = 0;
        }
        advancedAck.advance();
        restartTimer(advanced, now);
        return true;
    }

    /// What one SACK acknowledges for the first time.
    private final class Acknowledged {
        private final long now;
        private int bytes;

        /// Send order of the latest transmission that surely arrived: which one did is unknown for
        /// chunks sent twice.
        private long newestOrder = -1;

        Acknowledged(long now) {
            this.now = now;
        }

        void add(OutstandingChunk chunk) {
            if (!chunks.acknowledge(chunk)) {
                return;
            }
            bytes += chunk.size();
            if (timingRoundTrip && chunk.data.tsn() == timedTsn) {
                timingRoundTrip = false;
                rto.onRoundTrip(now - chunk.sentAt);
            }
            if (chunk.transmissions == 1) {
                newestOrder = Math.max(newestOrder, chunk.sendOrder);
            }
        }
    }

    /// @return the highest TSN in a gap ack block; blocks out of order or beyond what was sent end
    ///   the list
    private int onGaps(SackChunk sack, Acknowledged acked) {
        int highest = sack.cumulativeTsn();
        int tsn = highest + 1;
        int[] gaps = sack.gaps();
        for (int i = 0; i < gaps.length; i += 2) {
            int start = sack.cumulativeTsn() + gaps[i];
            int end = sack.cumulativeTsn() + gaps[i + 1];
            if (SerialNumber.tsnBefore(start, tsn)
                    || SerialNumber.tsnBefore(end, start)
                    || !SerialNumber.tsnBefore(end, chunks.nextTsn())) {
                break;
            }
            for (; tsn != start; tsn++) {
                chunks.renege(chunks.at(tsn));
            }
            for (; SerialNumber.tsnAtMost(tsn, end); tsn++) {
                acked.add(chunks.at(tsn));
            }
            highest = end;
        }
        for (; tsn != chunks.nextTsn(); tsn++) {
            chunks.renege(chunks.at(tsn));
        }
        return highest;
    }

    private void countMisses(long newestAcked, int highestGap, boolean advanced, long now) {
        boolean recovering = congestion.inFastRecovery() && advanced;
        if (newestAcked < 0 && !recovering) {
            return;
        }
        boolean found = false;
        for (int tsn = chunks.cumulativeAck() + 1; tsn != chunks.nextTsn(); tsn++) {
            OutstandingChunk chunk = chunks.at(tsn);
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
            congestion.onFastRetransmit(chunks.nextTsn() - 1);
            fastRetransmitDue = chunks.lost() > 0;
        }
    }

    private void lose(OutstandingChunk chunk, long now) {
        if (gaveUp(chunk, now)) {
            abandon(chunk.message);
        } else {
            chunks.lose(chunk);
        }
    }

    private boolean gaveUp(OutstandingChunk chunk, long now) {
        return forwardTsnSupported
                && (chunk.transmissions > chunk.message.policy.maxRetransmits()
                        || chunk.message.expired(now));
    }

    /// Gives up a whole message, with what was not sent of it yet.
    private void abandon(OutboundMessage message) {
        message.abandon();
        for (int tsn = chunks.cumulativeAck() + 1; tsn != chunks.nextTsn(); tsn++) {
            OutstandingChunk chunk = chunks.at(tsn);
            if (chunk.message == message) {
                chunks.abandon(chunk);
            }
        }
        advancedAck.advance();
    }

    /// The FORWARD-TSN to send now, or null.
    @Nullable ForwardTsnChunk forwardTsn(long now) {
        ForwardTsnChunk chunk = advancedAck.poll();
        if (chunk != null && !t3.running()) {
            t3.start(now + rto.nanos());
        }
        return chunk;
    }

    private void restartTimer(boolean advanced, long now) {
        if (!waitsForPeer()) {
            t3.stop();
        } else if (advanced || !t3.running()) {
            t3.start(now + rto.nanos());
        }
    }

    private boolean waitsForPeer() {
        return chunks.flight() > 0 || chunks.lost() > 0 || advancedAck.ahead();
    }

    void onTimeout(long now) {
        if (!t3.expire(now)) {
            return;
        }
        errors++;
        rto.backOff();
        congestion.onTimeout();
        timingRoundTrip = false;
        for (int tsn = chunks.cumulativeAck() + 1; tsn != chunks.nextTsn(); tsn++) {
            OutstandingChunk chunk = chunks.at(tsn);
            if (chunk.state == State.IN_FLIGHT) {
                lose(chunk, now);
            }
        }
        advancedAck.advance();
        restartTimer(false, now);
    }

    /// Consecutive expiries of T3 without any progress.
    int errors() {
        return errors;
    }

    long earliest(long other) {
        return t3.earliest(other);
    }

    int lastAssignedTsn() {
        return chunks.nextTsn() - 1;
    }

    int cumulativeAck() {
        return chunks.cumulativeAck();
    }

    /// Nothing waits for an acknowledgement.
    boolean isEmpty() {
        return chunks.isEmpty();
    }
}
