package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.VideoFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Cuts a lower layer of the video where the top was cut, so that both have the same segments and
/// players change from one to the other at any of them. Confined to the frame thread. Ticks of 90
/// kHz.
///
/// The top never waits for a layer. A frame waits here until the top has come as far, so it is
/// known which segment it belongs to. A layer that has nothing to offer leaves the segment to the
/// top; it comes in where the top begins one, and has a key frame there.
///
/// ```text
///  ABSENT ── boundary, and a key frame there ──► PRESENT
///     ▲                                             │
///     └──── boundary, and: silent, new source, ─────┘
///           or still in front of the one before
/// ```
final class LayerSegmenter {

    /// Key frames of one picture: the times of layers are those of the same clock, up to how well
    /// sender reports tell it.
    private static final long SAME_PICTURE_TICKS = 40 * 90;

    /// A layer's frame may be so much later than the top's and still belong to the same picture.
    private static final long AHEAD_TICKS = 5 * 90;

    /// How long an absent layer may take to come in with the top's new segment, whose first part is
    /// not there earlier anyway.
    private static final long ENTER_PATIENCE_TICKS = 100 * 90;

    /// How long after the top the layer's own key frame is waited for, unless the segment becomes
    /// too long; then it is cut without one.
    private static final long KEY_FRAME_PATIENCE_TICKS = 200 * 90;

    /// A part of one frame: within 85 and 100 % of the part target.
    private static final long REPEAT_TICKS = 200 * 90;

    private static final long PATIENCE_TICKS = 100 * 90;

    /// Pictures of the top without one of the layer, after which it counts as silent.
    private static final int SILENT_FRAMES = 15;

    /// Frames that would have to be shown so long after their time are not shown.
    private static final long MOST_SHIFT_TICKS = 500 * 90;

    /// Frames that wait for the top at most: some seconds.
    private static final int MOST_WAITING = 256;

    private final LayerSink out;
    private final long limit;
    private final VideoParts parts;
    private final PictureRepeater repeater = new PictureRepeater();
    private final Deque<VideoFrame> waiting = new ArrayDeque<>();
    private boolean present;

    /// The top has begun a segment there, and the layer has not yet.
    private @Nullable SegmentStart due;

    /// Of the open segment.
    private long start;

    private int missed;

    /// What waits does not continue what was there.
    private boolean changed;

    LayerSegmenter(HlsConfig config, LayerSink out) {
        this.limit = PartRule.ticks(config.segmentLimit());
        this.out = out;
        this.parts = new VideoParts(out);
    }

    /// What follows has nothing to do with what came before.
    void onChanged() {
        changed = present;
        waiting.clear();
    }

    void onFrame(VideoFrame unaligned) {
        VideoFrame frame = VideoParts.at(unaligned, PartRule.floorToMillisecond(unaligned.pts()));
        boolean begins = !present || changed;
        if (begins && frame.keyFrame()) {
            waiting.clear();
        } else if (begins && waiting.isEmpty()) {
            return;
        }
        if (waiting.size() >= MOST_WAITING) {
            onChanged();
            return;
        }
        waiting.addLast(frame);
        enterIfReady();
    }

    /// The top has a picture of its own.
    void onTopFrame() {
        missed++;
    }

    /// The top is about to begin a segment.
    void onBoundary(SegmentStart boundary) {
        boolean silent = missed >= SILENT_FRAMES;
        if (present && due == null && !changed && !silent && !boundary.discontinuity()) {
            due = boundary;
            return;
        }
        if (present) {
            leave(boundary);
        }
        standInIfDue();
        due = boundary;
        enterIfReady();
    }

    /// The top has come to `pts`.
    void onTopTime(long pts) {
        if (!present) {
            if (due != null && pts > due.at() + ENTER_PATIENCE_TICKS) {
                standInIfDue();
            }
            return;
        }
        while (!changed && !waiting.isEmpty() && isKnown(waiting.getFirst(), pts)) {
            take(waiting.removeFirst());
        }
        boolean ahead = !changed && !waiting.isEmpty();
        long until = pts - PATIENCE_TICKS;
        fill(ahead ? Math.min(until, waiting.getFirst().pts()) : until);
    }

    /// Publishes what is there.
    void end() {
        while (present && !changed && !waiting.isEmpty()) {
            take(waiting.removeFirst());
        }
        if (present) {
            parts.end();
        }
    }

    /// Whether it is certain which segment the frame belongs to.
    private boolean isKnown(VideoFrame frame, long topPts) {
        return frame.keyFrame() && due == null
                ? frame.pts() + SAME_PICTURE_TICKS <= topPts
                : frame.pts() <= topPts + AHEAD_TICKS;
    }

    private void take(VideoFrame frame) {
        if (parts.lastPts() - frame.pts() > MOST_SHIFT_TICKS) {
            onChanged();
            return;
        }
        fill(frame.pts());
        boolean fits = frame.parameters().equals(parts.parameters());
        SegmentStart boundary = due;
        if (boundary != null && cutsAt(boundary, frame) && (fits || frame.keyFrame())) {
            missed = 0;
            cut(boundary, repeater.follow(frame));
        } else if (fits) {
            missed = 0;
            add(repeater.follow(frame));
        } // else it can only be shown from a segment on
    }

    private void add(VideoFrame frame) {
        parts.add(parts.fit(parts.ordered(frame)));
    }

    private void cut(SegmentStart boundary, VideoFrame frame) {
        VideoFrame first = parts.fit(parts.ordered(samePicture(boundary, frame)));
        parts.publish(first.pts());
        out.endSegment();
        if (!first.parameters().equals(parts.parameters())) {
            parts.useParameters(first.parameters());
        }
        begin(boundary, first);
    }

    private boolean cutsAt(SegmentStart boundary, VideoFrame frame) {
        if (frame.keyFrame()) {
            return frame.pts() >= boundary.at() - SAME_PICTURE_TICKS;
        }
        long longest = Math.max(boundary.at(), start + limit - PartRule.TARGET_TICKS);
        return frame.pts() >= Math.min(boundary.at() + KEY_FRAME_PATIENCE_TICKS, longest);
    }

    private void begin(SegmentStart boundary, VideoFrame first) {
        due = null;
        start = first.pts();
        out.beginSegment(new SegmentStart(first.pts(), boundary.discontinuity(), first.keyFrame()));
        parts.add(first);
    }

    private void standInIfDue() {
        if (due != null) {
            due = null;
            out.standIn();
        }
    }

    private void enterIfReady() {
        SegmentStart boundary = due;
        if (present || boundary == null) {
            return;
        }
        while (!waiting.isEmpty() && !beginsAt(boundary, waiting.getFirst())) {
            waiting.removeFirst();
        }
        if (!waiting.isEmpty()) {
            VideoFrame first = samePicture(boundary, waiting.removeFirst());
            present = true;
            missed = 0;
            parts.useParameters(first.parameters());
            begin(boundary, repeater.follow(first));
        }
    }

    private static boolean beginsAt(SegmentStart boundary, VideoFrame frame) {
        return frame.keyFrame() && Math.abs(frame.pts() - boundary.at()) <= SAME_PICTURE_TICKS;
    }

    private static VideoFrame samePicture(SegmentStart boundary, VideoFrame frame) {
        return beginsAt(boundary, frame) ? VideoParts.at(frame, boundary.at()) : frame;
    }

    /// Ends at the boundary that it did not come beyond.
    private void leave(SegmentStart boundary) {
        while (!changed && !waiting.isEmpty() && isBefore(due == null ? boundary : due)) {
            take(waiting.removeFirst());
        }
        fill((due == null ? boundary : due).at());
        parts.publishUpTo((due == null ? boundary : due).at());
        out.endSegment();
        present = false;
        changed = false;
    }

    private boolean isBefore(SegmentStart boundary) {
        return waiting.getFirst().pts() < boundary.at() - SAME_PICTURE_TICKS;
    }

    /// Repeats what was shown last so that no gap up to `pts` is longer than a part. A segment that
    /// is due begins with a repetition as well.
    private void fill(long pts) {
        while (pts - parts.lastPts() > PartRule.TARGET_TICKS) {
            @Nullable VideoFrame repeated = repeater.repeat(parts.lastPts() + REPEAT_TICKS);
            if (repeated == null) {
                return;
            }
            SegmentStart boundary = due;
            if (boundary != null && repeated.pts() >= boundary.at()) {
                cut(boundary, repeated);
            } else {
                add(repeated);
            }
        }
    }
}
