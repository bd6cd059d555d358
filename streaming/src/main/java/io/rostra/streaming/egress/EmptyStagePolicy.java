package io.rostra.streaming.egress;

import java.time.Duration;

/// Decides when a live stream without anybody on stage is over: after a grace period, in which
/// somebody who lost the connection or switched devices comes back. (When the last broadcaster has
/// left the room, the room itself ends the stream at once.) Not thread-safe.
public final class EmptyStagePolicy {
    private final long graceNanos;
    private boolean empty;
    private long emptySince;

    public EmptyStagePolicy(Duration grace) {
        graceNanos = grace.toNanos();
    }

    /// Nobody is on stage (any more).
    public void onEmpty(long now) {
        if (!empty) {
            empty = true;
            emptySince = now;
        }
    }

    /// Somebody is on stage.
    public void onTaken() {
        empty = false;
    }

    /// Whether the live stream is over.
    public boolean isOver(long now) {
        return empty && now - emptySince >= graceNanos;
    }
}
