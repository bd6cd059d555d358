package io.rostra.media.rtp;

/// Turns 32-bit RTP timestamps into ones that never wrap, by taking each as the nearest to the one
/// before it. The first timestamp is returned as its unsigned value; earlier ones may come out
/// negative. Not thread-safe.
public final class TimestampUnwrapper {
    private long last;
    private boolean started;

    /// The unwrapped timestamp in clock ticks, which becomes the reference for the next one.
    public long unwrap(int timestamp) {
        last = peek(timestamp);
        started = true;
        return last;
    }

    /// What [#unwrap] would answer, without moving the reference. A distance of exactly half the
    /// range counts as backward.
    public long peek(int timestamp) {
        return started ? last + (timestamp - (int) last) : RtpPacket.unsigned(timestamp);
    }

    /// Forgets everything, as for a new stream.
    public void reset() {
        started = false;
        last = 0;
    }
}
