package io.rostra.media.rtp;

/// Turns 16-bit sequence numbers into ones that never wrap, by taking each as the nearest to the
/// one before it. The first number is returned as it is; numbers from before a wrap that preceded
/// it come out negative, and their low 16 bits are still right. Not thread-safe.
public final class SequenceUnwrapper {
    private long last;
    private boolean started;

    /// The unwrapped number, which becomes the reference for the next one.
    public long unwrap(int sequenceNumber) {
        last = peek(sequenceNumber);
        started = true;
        return last;
    }

    /// What [#unwrap] would answer, without moving the reference. A distance of exactly half the
    /// range counts as forward.
    public long peek(int sequenceNumber) {
        int value = sequenceNumber & 0xFFFF;
        if (!started) {
            return value;
        }
        int forward = value - (int) last & 0xFFFF;
        return last + (forward <= 0x8000 ? forward : forward - 0x10000);
    }

    /// Forgets everything, as for a new stream.
    public void reset() {
        started = false;
        last = 0;
    }
}
