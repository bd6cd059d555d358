package io.rostra.webrtc.sctp;

/// A deadline that is set or not, in nanoseconds of the clock that is handed in. Values may wrap
/// like `System.nanoTime`.
final class Timer {
    private boolean running;
    private long deadline;

    void start(long deadlineNanos) {
        running = true;
        deadline = deadlineNanos;
    }

    void stop() {
        running = false;
    }

    boolean running() {
        return running;
    }

    /// True once per start, when the deadline has passed.
    boolean expire(long now) {
        if (running && now - deadline >= 0) {
            running = false;
            return true;
        }
        return false;
    }

    /// The earlier of this and another deadline; `Long.MAX_VALUE` stands for none.
    long earliest(long other) {
        if (!running) {
            return other;
        }
        return other == Long.MAX_VALUE || deadline - other < 0 ? deadline : other;
    }
}
