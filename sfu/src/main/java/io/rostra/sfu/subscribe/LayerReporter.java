package io.rostra.sfu.subscribe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When to tell a subscriber that it gets less of a video than it asked for, and that this is over.
/// What lasts less than a second is not told: encodings come up one after the other, and switches
/// wait for key frames. Confined to one loop.
final class LayerReporter {

    private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();

    private final String trackId;
    private @Nullable LayerUpdate told;
    private boolean degraded;
    private long degradedSince;

    LayerReporter(String trackId) {
        this.trackId = trackId;
    }

    /// @param wanted rank of what would go with unlimited bandwidth, 0 for nothing
    /// @param current rank of what is forwarded, 0 for nothing
    /// @return what to tell now, or null
    @Nullable LayerUpdate poll(LayerSelector selector, int wanted, int current, long now) {
        LayerUpdate state = state(selector, wanted, current);
        if (state == null || !state.degraded()) {
            degraded = false;
            boolean over = told != null && state != null;
            told = null;
            return over ? state : null;
        }
        if (!degraded) {
            degraded = true;
            degradedSince = now;
        }
        if (now - degradedSince < GRACE_NANOS || state.equals(told)) {
            return null;
        }
        told = state;
        return state;
    }

    /// Null when the subscriber asked for nothing.
    private @Nullable LayerUpdate state(LayerSelector selector, int wanted, int current) {
        if (wanted == 0) {
            return null;
        }
        VideoLayer expected = selector.preferred();
        boolean publisherDegraded = wanted < Math.min(expected.rank(), selector.topRank());
        boolean subscriberDegraded = selector.allowed() < wanted;
        VideoLayer forwarded = VideoLayer.of(current);
        return new LayerUpdate(trackId, forwarded, expected, publisherDegraded, subscriberDegraded);
    }
}
