package io.rostra.streaming.frames;

/// Relates the wall clock of one publisher to ours, for all its tracks in common, so that what was
/// captured together gets the same time here whichever way it took. The difference of the clocks is
/// the least delay seen of any packet of any track. Not thread-safe.
public final class LipSync {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /// A packet this much later than usual says that a clock has jumped.
    private static final long JUMP_NANOS = 2 * NANOS_PER_SECOND;

    private final SlidingMinimum offset = new SlidingMinimum();

    /// A clock for one of the publisher's tracks.
    ///
    /// @param rate of its RTP clock, in hertz
    public MediaClock clock(int rate) {
        return new MediaClock(this, rate);
    }

    /// A packet captured at `senderNanos` of the publisher's clock has arrived.
    void onArrival(long senderNanos, long arrivalNanos) {
        long delay = arrivalNanos - senderNanos;
        if (!offset.isEmpty() && delay - offset.minimum() > JUMP_NANOS) {
            offset.reset();
        }
        offset.add(delay, arrivalNanos);
    }

    /// The instant of our clock at which the publisher's clock showed `senderNanos`, network delay
    /// included. After the first [#onArrival].
    long toLocal(long senderNanos) {
        return senderNanos + offset.minimum();
    }

    /// @param ntpTime 32.32 fixed point seconds
    static long nanosOf(long ntpTime) {
        long seconds = ntpTime >>> 32;
        long fraction = ntpTime & 0xFFFF_FFFFL;
        return seconds * NANOS_PER_SECOND + (fraction * NANOS_PER_SECOND >>> 32);
    }
}
