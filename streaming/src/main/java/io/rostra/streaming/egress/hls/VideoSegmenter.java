package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.VideoFrame;

/// Cuts video into parts on frame boundaries and into segments at key frames. Confined to the frame
/// thread.
///
/// A publisher that sends no key frame although asked does not stop the stream: at the limit the
/// segment ends anyway and the next one starts with an ordinary frame (no INDEPENDENT=YES; for the
/// same reason the playlist never claims EXT-X-INDEPENDENT-SEGMENTS).
final class VideoSegmenter {

    /// Told where segments begin, so that audio can be cut at the same places.
    @FunctionalInterface
    interface BoundaryListener {
        /// Called before the segment begins.
        void onBoundary(SegmentStart start);
    }

    /// Each segment holds at least this much, so that every rendition has samples in it.
    private static final long SHORTEST_SEGMENT_TICKS = 9_000;

    private final PartSink out;
    private final SegmentClock clock;
    private final BoundaryListener boundaries;
    private final VideoParts parts;
    private boolean discontinuity;

    VideoSegmenter(PartSink out, SegmentClock clock, BoundaryListener boundaries) {
        this.out = out;
        this.clock = clock;
        this.boundaries = boundaries;
        this.parts = new VideoParts(out);
    }

    /// The next key frame starts a segment that nothing decodes into; until then frames are
    /// dropped.
    void onDiscontinuity() {
        discontinuity = parts.parameters() != null;
    }

    /// Frames that are not later than the one before are moved to just after it.
    ///
    /// @param unaligned the first one of a stream is a key frame
    void onFrame(VideoFrame unaligned) {
        VideoFrame frame = VideoParts.at(unaligned, PartRule.floorToMillisecond(unaligned.pts()));
        if (parts.isEmpty()) {
            beginSegment(frame);
            parts.add(frame);
            return;
        }
        VideoFrame next = parts.ordered(frame);
        boolean cut = cuts(next);
        VideoFrame fitted = parts.fit(cut ? notTooEarly(next) : next);
        if (cut) {
            endSegment(fitted.pts());
            beginSegment(fitted);
        }
        parts.add(fitted);
        clock.askIfDue(fitted.pts());
    }

    /// Publishes what is there; the last frame gets the duration of the one before it.
    void end() {
        parts.end();
    }

    /// Time of the newest frame, in ticks, once there was one.
    long lastPts() {
        return parts.lastPts();
    }

    private boolean cuts(VideoFrame next) {
        return next.keyFrame()
                        && (discontinuity
                                || !next.parameters().equals(parts.parameters())
                                || clock.endsWithKeyFrame(next.pts()))
                || clock.endsAnyway(next.pts());
    }

    private VideoFrame notTooEarly(VideoFrame next) {
        return VideoParts.at(next, Math.max(next.pts(), clock.start() + SHORTEST_SEGMENT_TICKS));
    }

    private void beginSegment(VideoFrame first) {
        if (first.keyFrame() && !first.parameters().equals(parts.parameters())) {
            parts.useParameters(first.parameters());
        }
        clock.begin(first.pts());
        var start = new SegmentStart(first.pts(), discontinuity, first.keyFrame());
        boundaries.onBoundary(start);
        out.beginSegment(start);
        discontinuity = false;
    }

    private void endSegment(long at) {
        parts.publish(at);
        out.endSegment();
    }
}
