package io.rostra.sfu.publish;

import java.time.Duration;

/// The time in which a browser that begins to send video probes the path: bursts of padding at
/// several times the start bitrate, within the first tenths of a second. It is told nothing about
/// them.
///
/// A browser that starts its camera, its encoder and a page at once cannot send such a burst
/// evenly. It then takes its own stutter for the path, and believes in 200 to 500 kbit/s for
/// seconds; the first key frame alone needs half a second at that rate. Measured with Chromium on a
/// busy machine, that befell most joins; without feedback on the probes it keeps the start bitrate
/// that our answer suggests, and real congestion shows in the feedback that follows.
///
/// Confined to one loop.
final class FirstProbes {

    static final Duration DURATION = Duration.ofMillis(400);

    private boolean began;
    private boolean over;
    private long until;

    /// A packet of video, media or padding, arrived.
    void onVideo(long now) {
        if (!began) {
            began = true;
            until = now + DURATION.toNanos();
        }
    }

    boolean running(long now) {
        if (!began || over) {
            return false;
        }
        over = now - until >= 0;
        return !over;
    }
}
