package io.rostra.webrtc.sctp;

import java.time.Duration;

/// T1-init, T1-cookie and T2-shutdown (RFC 9260 section 14): repeats something with growing pauses,
/// then gives up.
final class RepeatTimer {
    private static final long FIRST = Duration.ofMillis(500).toNanos();
    private static final long LONGEST = Duration.ofSeconds(1).toNanos();

    /// Max.Init.Retransmits (section 16); more than its 8, as the pauses here are shorter.
    private static final int MAX_REPEATS = 15;

    private final Timer timer = new Timer();
    private long pause = FIRST;
    private int repeats;

    void start(long now) {
        pause = FIRST;
        repeats = 0;
        timer.start(now + pause);
    }

    /// Something was repeated: waits longer.
    void again(long now) {
        repeats++;
        pause = Math.min(2 * pause, LONGEST);
        timer.start(now + pause);
    }

    void stop() {
        timer.stop();
    }

    boolean expire(long now) {
        return timer.expire(now);
    }

    boolean exhausted() {
        return repeats >= MAX_REPEATS;
    }

    long earliest(long other) {
        return timer.earliest(other);
    }
}
