package io.rostra.webrtc.sctp;

/// A DATA chunk that was sent and is not yet cumulatively acknowledged. Confined to one event loop.
final class OutstandingChunk {
    /// ```text
    ///              reported missing 3 times, or T3 expired
    ///  IN_FLIGHT ------------------------------------------> LOST
    ///     |  ^                  sent again                    |
    ///     |  +------------------------------------------------+
    ///     | in a gap ack block      (any) given up: RFC 3758
    ///     v                                v
    ///   ACKED                          ABANDONED
    /// ```
    enum State {
        IN_FLIGHT,
        LOST,
        ACKED,
        ABANDONED
    }

    final DataChunk data;
    final OutboundMessage message;
    State state = State.IN_FLIGHT;
    int transmissions;
    int missReports;

    /// Position of the latest transmission among all transmissions of the association.
    long sendOrder;

    long sentAt;

    OutstandingChunk(DataChunk data, OutboundMessage message) {
        this.data = data;
        this.message = message;
    }

    int size() {
        return DataChunk.OVERHEAD + data.length();
    }
}
