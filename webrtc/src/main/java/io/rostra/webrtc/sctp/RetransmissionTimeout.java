package io.rostra.webrtc.sctp;

import java.time.Duration;

/// RTO estimation (RFC 9260 section 6.3.1). Nanoseconds.
///
/// The bounds are tighter than the RFC's (1 s to 60 s): a lost reply must be repeated while its
/// asker still waits. The floor stays above the 200 ms for which a receiver may delay its
/// acknowledgement.
final class RetransmissionTimeout {
    private static final long INITIAL = Duration.ofMillis(500).toNanos();
    private static final long MIN = Duration.ofMillis(220).toNanos();
    private static final long MAX = Duration.ofSeconds(3).toNanos();

    private boolean measured;
    private long smoothed;
    private long variation;
    private long timeout = INITIAL;

    void onRoundTrip(long roundTrip) {
        if (roundTrip < 0) {
            return;
        }
        if (measured) {
            variation += (Math.abs(smoothed - roundTrip) - variation) / 4;
            smoothed += (roundTrip - smoothed) / 8;
        } else {
            measured = true;
            smoothed = roundTrip;
            variation = roundTrip / 2;
        }
        timeout = Math.clamp(smoothed + 4 * variation, MIN, MAX);
    }

    void backOff() {
        timeout = Math.min(2 * timeout, MAX);
    }

    long nanos() {
        return timeout;
    }
}
