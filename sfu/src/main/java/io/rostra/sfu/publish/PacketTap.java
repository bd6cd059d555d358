package io.rostra.sfu.publish;

/// Somebody inside this process who wants the packets of one published track: live egress,
/// recording. Called on the event loop that owns the room; must not block and must copy what it
/// keeps, since the buffer is used again.
public interface PacketTap {

    /// One media packet after decryption and de-duplication, in order of arrival (so not always in
    /// order of sequence number; recovered packets come late). Padding-only packets are shown,
    /// since they fill their place in the sequence.
    ///
    /// @param packet holds one RTP packet (RFC 3550) from `offset`, `length` bytes
    /// @param arrivalNanos when it was read from the socket, like [System#nanoTime()]
    void onRtp(byte[] packet, int offset, int length, long arrivalNanos);

    /// The publisher related its RTP clock to its wall clock (RFC 3550 section 6.4.1).
    ///
    /// @param ntpTime 32.32 fixed point seconds since 1900
    /// @param rtpTimestamp unsigned 32 bits
    void onSenderReport(long ntpTime, long rtpTimestamp, long arrivalNanos);

    /// The track is gone; nothing else follows.
    void onTrackEnded();
}
