package io.rostra.webrtc.congestion;

import java.time.Duration;

/// Groups packets that were sent, or queued, as one burst, and tells how much further apart two
/// groups arrived than they were sent (draft-ietf-rmcat-gcc-02 section 5.2). Not thread-safe.
final class PacketGroups {

    private static final long BURST_NANOS = Duration.ofMillis(5).toNanos();

    /// A burst may be long, but not without end.
    private static final long MAX_BURST_NANOS = Duration.ofMillis(100).toNanos();

    /// Takes the difference between groups.
    interface Output {
        /// @param sendDelta nanoseconds between the last packets of two groups when sent
        /// @param arrivalDelta when they arrived
        void onGroup(long sendDelta, long arrivalDelta, long arrivedAt);
    }

    private static final class Group {
        private boolean present;
        private long firstSent;
        private long lastSent;
        private long firstArrival;
        private long lastArrival;

        private void begin(long sentAt, long arrivedAt) {
            present = true;
            firstSent = sentAt;
            lastSent = sentAt;
            firstArrival = arrivedAt;
            lastArrival = arrivedAt;
        }

        private void add(long sentAt, long arrivedAt) {
            lastSent = Math.max(lastSent, sentAt);
            lastArrival = Math.max(lastArrival, arrivedAt);
        }
    }

    private final Output output;
    private Group current = new Group();
    private Group previous = new Group();

    PacketGroups(Output output) {
        this.output = output;
    }

    void onPacket(long sentAt, long arrivedAt) {
        if (!current.present) {
            current.begin(sentAt, arrivedAt);
        } else if (sentAt < current.firstSent) {
            return; // overtaken by a later group
        } else if (sameBurst(sentAt, arrivedAt) || sentAt - current.firstSent <= BURST_NANOS) {
            current.add(sentAt, arrivedAt);
        } else {
            complete(sentAt, arrivedAt);
        }
    }

    private void complete(long sentAt, long arrivedAt) {
        if (previous.present) {
            output.onGroup(
                    current.lastSent - previous.lastSent,
                    current.lastArrival - previous.lastArrival,
                    current.lastArrival);
        }
        Group reused = previous;
        previous = current;
        current = reused;
        current.begin(sentAt, arrivedAt);
    }

    /// Packets that waited together, as before a radio's turn, arrive closer than they were sent.
    private boolean sameBurst(long sentAt, long arrivedAt) {
        long arrivalDelta = arrivedAt - current.lastArrival;
        long sendDelta = sentAt - current.lastSent;
        return sendDelta == 0
                || (arrivalDelta < sendDelta
                        && arrivalDelta <= BURST_NANOS
                        && arrivedAt - current.firstArrival < MAX_BURST_NANOS);
    }
}
