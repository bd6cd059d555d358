package io.rostra.webrtc.sctp;

/// A user message on its way out; cut into DATA chunks while there is room to send. Confined to one
/// event loop.
final class OutboundMessage {
    final int stream;
    final int ppid;
    final DeliveryPolicy policy;
    private final byte[] payload;
    private final long queuedAt;
    private int ssn;
    private int sent;
    private boolean abandoned;

    OutboundMessage(int stream, int ppid, byte[] payload, DeliveryPolicy policy, long now) {
        this.stream = stream;
        this.ppid = ppid;
        this.payload = payload;
        this.policy = policy;
        this.queuedAt = now;
    }

    /// The next fragment, at most `room` bytes of user data.
    DataChunk nextFragment(int tsn, int room) {
        int length = Math.min(room, payload.length - sent);
        int flags = policy.ordered() ? 0 : DataChunk.UNORDERED;
        if (sent == 0) {
            flags |= DataChunk.BEGIN;
        }
        if (sent + length == payload.length) {
            flags |= DataChunk.END;
        }
        DataChunk chunk = new DataChunk(flags, tsn, stream, ssn, ppid, payload, sent, length);
        sent += length;
        return chunk;
    }

    /// The sequence number is given when the first fragment leaves, so that a message that expires
    /// unsent takes none.
    void assignSsn(int streamSequenceNumber) {
        ssn = streamSequenceNumber;
    }

    boolean started() {
        return sent > 0;
    }

    boolean finished() {
        return sent == payload.length;
    }

    int unsentBytes() {
        return payload.length - sent;
    }

    boolean abandoned() {
        return abandoned;
    }

    void abandon() {
        abandoned = true;
    }

    boolean expired(long now) {
        return policy.lifetimeNanos() != DeliveryPolicy.UNLIMITED
                && now - queuedAt > policy.lifetimeNanos();
    }
}
