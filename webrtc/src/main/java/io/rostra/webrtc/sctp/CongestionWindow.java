package io.rostra.webrtc.sctp;

/// How many bytes may be on their way at once (RFC 9260 section 7.2): slow start, congestion
/// avoidance, fast recovery. Bytes count whole DATA chunks.
final class CongestionWindow {
    private static final int PACKET = SctpPacket.MAX_LENGTH;
    private static final int INITIAL = Math.min(4 * PACKET, Math.max(2 * PACKET, 4404));

    /// Bounds the memory that one fast peer can make us spend on data in flight.
    private static final int MAX = 1 << 20;

    private int window = INITIAL;
    private int slowStartThreshold = MAX;
    private int partialBytesAcked;
    private boolean fastRecovery;
    private int recoveryEnd;

    int bytes() {
        return window;
    }

    boolean inFastRecovery() {
        return fastRecovery;
    }

    /// The cumulative ack point moved on.
    ///
    /// @param flightBefore bytes in flight before the acknowledgement
    void onAcked(int cumulativeTsn, int ackedBytes, int flightBefore) {
        if (fastRecovery) {
            if (SerialNumber.tsnAtMost(recoveryEnd, cumulativeTsn)) {
                fastRecovery = false;
            }
            return;
        }
        boolean fullyUsed = flightBefore + PACKET > window;
        if (window <= slowStartThreshold) {
            if (fullyUsed) {
                window = Math.min(window + Math.min(ackedBytes, PACKET), MAX);
            }
            return;
        }
        partialBytesAcked += ackedBytes;
        if (partialBytesAcked >= window && fullyUsed) {
            partialBytesAcked -= window;
            window = Math.min(window + PACKET, MAX);
        }
        partialBytesAcked = Math.min(partialBytesAcked, window);
    }

    /// Chunks were reported missing three times. Halves once per window of data.
    void onFastRetransmit(int lastTsnSent) {
        if (!fastRecovery) {
            slowStartThreshold = Math.max(window / 2, 4 * PACKET);
            window = slowStartThreshold;
            partialBytesAcked = 0;
            fastRecovery = true;
            recoveryEnd = lastTsnSent;
        }
    }

    void onTimeout() {
        slowStartThreshold = Math.max(window / 2, 4 * PACKET);
        window = PACKET;
        partialBytesAcked = 0;
        fastRecovery = false;
    }

    /// Nothing was sent for an RTO: what we knew about the path is old.
    void onIdle() {
        window = Math.min(window, INITIAL);
        partialBytesAcked = 0;
    }
}
