package io.rostra.streaming.egress;

import io.rostra.streaming.frames.AudioFrame;

/// The time of one live stream: nanoseconds of [System#nanoTime()] and the media's ticks since the
/// stream's epoch.
///
/// @param epochNanos [System#nanoTime()] at the epoch
record Timeline(long epochNanos) {
    static final int VIDEO_RATE = 90_000;

    long videoTicks(long nanos) {
        return ticks(nanos - epochNanos, VIDEO_RATE);
    }

    long audioTicks(long nanos) {
        return ticks(nanos - epochNanos, AudioFrame.SAMPLE_RATE);
    }

    private static long ticks(long nanos, int rate) {
        long second = 1_000_000_000;
        return Math.floorDiv(nanos, second) * rate + Math.floorMod(nanos, second) * rate / second;
    }
}
