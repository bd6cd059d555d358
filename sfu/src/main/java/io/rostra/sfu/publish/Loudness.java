package io.rostra.sfu.publish;

import java.time.Duration;

/// How loud a track of sound is, from the levels that its packets carry (RFC 6464): up within some
/// packets, down within half a second, and silent when packets stop coming, as with DTX. Confined
/// to one loop.
final class Loudness {

    /// Of the difference, each packet of 20 ms.
    private static final double ATTACK = 0.4;

    private static final double DECAY = 0.08;

    /// Background noise of a room; what is quieter counts as silence. dBov.
    private static final int FLOOR = -60;

    /// As loud as speech gets. dBov.
    private static final int CEILING = -10;

    private static final long SILENCE_NANOS = Duration.ofMillis(400).toNanos();

    /// dBov.
    private double value = -127;

    private long heardAt;

    /// @param level -dBov, 0 (loudest) to 127
    void onPacket(int level, long now) {
        double difference = -level - value;
        value += (difference > 0 ? ATTACK : DECAY) * difference;
        heardAt = now;
    }

    /// 0 (silent) to 100.
    int percent(long now) {
        if (now - heardAt > SILENCE_NANOS) {
            value = -127;
        }
        return Math.clamp(Math.round((value - FLOOR) * 100 / (CEILING - FLOOR)), 0, 100);
    }
}
