package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.Sample;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts video into parts on frame boundaries and into segments at key frames. The duration of a
/// frame is the way to the next one, so a part is published when the first frame after it arrives.
/// Confined to the frame thread.
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

    private static final long SHORTEST_FRAME_TICKS = PartRule.TICKS_PER_MILLISECOND;

    /// For a stream that ends with a single frame in its part.
    private static final long FALLBACK_DURATION = 3_000;

    private final PartSink out;
    private final SegmentClock clock;
    private final BoundaryListener boundaries;
    private final List<VideoFrame> part = new ArrayList<>();
    private @Nullable H264Parameters parameters;
    private boolean discontinuity;
    private boolean setsInSamples;

    VideoSegmenter(PartSink out, SegmentClock clock, BoundaryListener boundaries) {
        this.out = out;
        this.clock = clock;
        this.boundaries = boundaries;
    }

    /// The next key frame starts a segment that nothing decodes into; until then frames are
    /// dropped.
    void onDiscontinuity() {
        discontinuity = parameters != null;
    }

    /// Frames that are not later than the one before are moved to just after it.
    ///
    /// @param unaligned the first one of a stream is a key frame
    void onFrame(VideoFrame unaligned) {
        VideoFrame frame = at(unaligned, PartRule.floorToMillisecond(unaligned.pts()));
        boolean first = parameters == null;
        if (first) {
            beginSegment(frame);
            part.add(frame);
            return;
        }
        VideoFrame next = at(frame, Math.max(frame.pts(), lastPts() + SHORTEST_FRAME_TICKS));
        boolean cut = cuts(next);
        VideoFrame fitted = fit(cut ? notTooEarly(next) : next);
        if (cut) {
            endSegment(fitted.pts());
            beginSegment(fitted);
        } else if (fitted.pts() - part.getFirst().pts() >= PartRule.MINIMUM_TICKS) {
            publishPart(fitted.pts());
        }
        part.add(fitted);
        clock.askIfDue(fitted.pts());
    }

    /// Publishes what is there; the last frame gets the duration of the one before it.
    void end() {
        if (part.isEmpty()) {
            return;
        }
        VideoFrame last = part.getLast();
        long duration =
                part.size() > 1 ? last.pts() - part.get(part.size() - 2).pts() : FALLBACK_DURATION;
        publishPart(last.pts() + duration);
    }

    /// Parameter sets in force; null before the first key frame.
    @Nullable H264Parameters parameters() {
        return parameters;
    }

    /// Time of the newest frame, in ticks, once there are [#parameters].
    long lastPts() {
        return part.getLast().pts();
    }

    private boolean cuts(VideoFrame next) {
        return next.keyFrame()
                        && (discontinuity
                                || !next.parameters().equals(parameters)
                                || clock.endsWithKeyFrame(next.pts()))
                || clock.endsAnyway(next.pts());
    }

    private VideoFrame notTooEarly(VideoFrame next) {
        return at(next, Math.max(next.pts(), clock.start() + SHORTEST_SEGMENT_TICKS));
    }

    /// Makes room for `next` where the open part would become longer than the target: either the
    /// part ends before its last frame, which is moved later to the shortest allowed duration, or
    /// `next` is moved earlier to the longest; whichever moves less.
    private VideoFrame fit(VideoFrame next) {
        VideoFrame fitted = next;
        while (fitted.pts() - part.getFirst().pts() > PartRule.TARGET_TICKS && part.size() > 1) {
            long start = part.getFirst().pts();
            VideoFrame last = part.getLast();
            long later = start + PartRule.MINIMUM_TICKS - last.pts();
            long earlier = fitted.pts() - start - PartRule.TARGET_TICKS;
            if (later <= earlier) {
                part.removeLast();
                VideoFrame moved = at(last, last.pts() + later);
                publishPart(moved.pts());
                part.add(moved);
            } else {
                fitted = at(fitted, fitted.pts() - earlier);
            }
        }
        return fitted;
    }

    private void beginSegment(VideoFrame first) {
        if (first.keyFrame() && !first.parameters().equals(parameters)) {
            H264Parameters p = first.parameters();
            setsInSamples = parameters != null;
            parameters = p;
            out.useFormat(new TrackFormat.Avc(p));
        }
        clock.begin(first.pts());
        var start = new SegmentStart(first.pts(), discontinuity, first.keyFrame());
        boundaries.onBoundary(start);
        out.beginSegment(start);
        discontinuity = false;
    }

    private void endSegment(long at) {
        publishPart(at);
        out.endSegment();
    }

    /// Publishes the open part.
    ///
    /// @param end pts of the frame after it
    private void publishPart(long end) {
        List<Sample> samples = new ArrayList<>(part.size());
        for (int i = 0; i < part.size(); i++) {
            VideoFrame frame = part.get(i);
            long next = i + 1 < part.size() ? part.get(i + 1).pts() : end;
            byte[] data =
                    frame.keyFrame() && setsInSamples ? withParameterSets(frame) : frame.data();
            samples.add(new Sample(data, (int) (next - frame.pts()), frame.keyFrame()));
        }
        out.addPart(samples, part.getFirst().keyFrame());
        part.clear();
    }

    /// FFmpeg and what is built on it read only the first initialisation segment of a playlist. For
    /// their decoders the parameter sets stand in the key frames as well once they have changed;
    /// sample entry avc1 does not foresee that (ISO/IEC 14496-15 section 5.3.3), decoders do not
    /// mind.
    private static byte[] withParameterSets(VideoFrame frame) {
        byte[] sps = frame.parameters().sps();
        byte[] pps = frame.parameters().pps();
        byte[] data = frame.data();
        return ByteBuffer.allocate(8 + sps.length + pps.length + data.length)
                .putInt(sps.length)
                .put(sps)
                .putInt(pps.length)
                .put(pps)
                .put(data)
                .array();
    }

    private static VideoFrame at(VideoFrame frame, long pts) {
        return pts == frame.pts()
                ? frame
                : new VideoFrame(frame.data(), pts, frame.keyFrame(), frame.parameters());
    }
}
