package io.rostra.sfu.publish;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Which encoding the taps of a track see: the highest that flows. Goes up only to one that has
/// proven to last, since each change costs the audience of a live stream a discontinuity, and down
/// when the present one fell silent; both at a key frame. Confined to one loop.
final class TapFeed {

    /// A browser that begins to publish sends its encodings within milliseconds of each other.
    private static final long SETTLING_NANOS = Duration.ofSeconds(1).toNanos();

    static final long PROVEN_NANOS = Duration.ofSeconds(3).toNanos();

    private @Nullable Encoding current;
    private boolean started;
    private long startedAt;

    @Nullable Encoding current() {
        return current;
    }

    /// A packet of the encoding arrived.
    ///
    /// @param keyFrame a decoder may begin with it
    /// @param highest of all that flow now
    /// @return whether the taps see it
    boolean passes(Encoding encoding, boolean keyFrame, Encoding highest, long now) {
        if (!started) {
            started = true;
            startedAt = now;
        }
        Encoding present = current;
        if (encoding == present) {
            return true;
        }
        if (!keyFrame || encoding != highest) {
            return false;
        }
        boolean settled = encoding.rank() == Encoding.TOP_RANK || now - startedAt >= SETTLING_NANOS;
        boolean better =
                present == null
                        ? settled
                        : !present.active() || encoding.activeFor(PROVEN_NANOS, now);
        if (better) {
            current = encoding;
        }
        return better;
    }

    /// The encoding whose key frame would bring the taps forward.
    Encoding wanted(Encoding highest, long now) {
        Encoding present = current;
        if (present == null || !present.active()) {
            return highest;
        }
        return highest.activeFor(PROVEN_NANOS, now) ? highest : present;
    }
}
