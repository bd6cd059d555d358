package io.rostra.streaming.egress.hls;

import java.time.Duration;

/// Decides on video time when a segment ends and when to ask for the key frame to end it with.
/// Ticks of 90 kHz. Confined to the frame thread.
final class SegmentClock {

    /// A key frame that comes by itself is good enough when this share of the wanted length is
    /// there.
    private static final double GOOD_ENOUGH = 0.85;

    /// The first segments are short: players start sooner, and have several to choose from.
    private static final int SHORT_SEGMENTS = 2;

    /// A request for a key frame may be lost, or be swallowed by the publisher's rate limit.
    private static final long ASK_AGAIN_TICKS = PartRule.ticks(Duration.ofMillis(500));

    private final long target;
    private final long first;
    private final long limit;
    private final KeyFrameRequester keyFrames;
    private long start;
    private int begun;
    private long askedAt = Long.MIN_VALUE;

    SegmentClock(HlsConfig config, KeyFrameRequester keyFrames) {
        this.target = PartRule.ticks(config.segmentTarget());
        this.first = PartRule.ticks(config.firstSegments());
        this.limit = PartRule.ticks(config.segmentLimit());
        this.keyFrames = keyFrames;
    }

    void begin(long at) {
        start = at;
        begun++;
        askedAt = Long.MIN_VALUE;
    }

    long start() {
        return start;
    }

    boolean endsWithKeyFrame(long at) {
        return at - start >= GOOD_ENOUGH * wanted();
    }

    /// The segment must end now: one more part would take it over the limit.
    boolean endsAnyway(long at) {
        return at - start > limit - PartRule.TARGET_TICKS;
    }

    void askIfDue(long at) {
        if (at - start >= wanted()) {
            ask(at);
        }
    }

    void ask(long at) {
        if (askedAt == Long.MIN_VALUE || at - askedAt >= ASK_AGAIN_TICKS) {
            askedAt = at;
            keyFrames.requestKeyFrame();
        }
    }

    private long wanted() {
        return begun <= SHORT_SEGMENTS ? first : target;
    }
}
