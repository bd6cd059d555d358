package io.rostra.sfu.publish;

import java.time.Duration;

/// Merges key-frame requests: browsers answer at most one in about 300 ms, so asking more often
/// only costs. A request that came too early is kept and goes out later. Confined to one loop.
final class KeyFrameThrottle {

    private static final long INTERVAL_NANOS = Duration.ofMillis(300).toNanos();

    private boolean wanted;
    private boolean everSent;
    private long sentAt;

    void request() {
        wanted = true;
    }

    /// A key frame arrived: whoever wanted one has it.
    void onKeyFrame() {
        wanted = false;
    }

    /// @return true when a request is to be sent now
    boolean poll(long now) {
        if (!wanted || (everSent && now - sentAt < INTERVAL_NANOS)) {
            return false;
        }
        wanted = false;
        everSent = true;
        sentAt = now;
        return true;
    }
}
