package io.rostra.streaming.egress;

import io.rostra.streaming.frames.FrameSink;
import java.time.Instant;

/// Where a live stream goes. All calls come on one thread.
public interface LiveSink extends FrameSink, AutoCloseable {

    /// Time passes; called about every 100 ms from before the first frame on.
    ///
    /// @param nowNanos like [System#nanoTime()]
    void onClock(long nowNanos);

    /// Nothing else follows.
    @Override
    void close();

    /// Makes the sink when a live stream starts.
    interface Factory {
        /// @param epoch the instant that timestamp 0 of both media means
        /// @param keyFrameRequest runs when the sink wants a key frame soon; callable on any thread
        LiveSink open(Instant epoch, Runnable keyFrameRequest);
    }
}
