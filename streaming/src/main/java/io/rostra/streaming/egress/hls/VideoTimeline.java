package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.VideoFrame;
import org.jspecify.annotations.Nullable;

/// Makes video steady enough for parts: at least a picture every 200 ms, whatever the camera does.
/// A gap is filled by repeating the last picture; when a camera is gone for seconds, or never came,
/// a black picture stands in until its next key frame. Frames that cannot be decoded are dropped.
/// Confined to the frame thread. Ticks of 90 kHz.
///
/// ```text
///  EMPTY ── key frame ──────────────────► PICTURE ── onDiscontinuity ──► HOLDING (until a key frame)
///    │                                    ▲     │                           │
///    └─ no key frame for START_TICKS ─► BLACK ◄─┴── no frame for GONE_TICKS ┘
/// ```
final class VideoTimeline {

    private enum State {
        EMPTY,
        PICTURE,
        HOLDING,
        BLACK
    }

    /// A part of one frame: within 85 and 100 % of the part target.
    private static final long REPEAT_TICKS = 200 * 90;

    private static final long PATIENCE_TICKS = 100 * 90;
    private static final long START_TICKS = 2_000 * 90;
    private static final long GONE_TICKS = 3_000 * 90;

    private final VideoSegmenter out;
    private final SegmentClock segments;
    private final PictureRepeater repeater = new PictureRepeater();
    private final BlackPicture black = new BlackPicture();
    private final Patience patience = new Patience(PATIENCE_TICKS);
    private State state = State.EMPTY;
    private long startedAt = Long.MIN_VALUE;
    private long lastFromSource;

    VideoTimeline(VideoSegmenter out, SegmentClock segments) {
        this.out = out;
        this.segments = segments;
    }

    void onDiscontinuity() {
        if (state == State.PICTURE) {
            state = State.HOLDING;
        }
    }

    void onFrame(VideoFrame frame) {
        if (state != State.PICTURE && !frame.keyFrame()) {
            segments.ask(frame.pts());
            return;
        }
        if (state != State.EMPTY) {
            if (frame.pts() <= out.lastPts()) {
                patience.wasTooShort(out.lastPts() - frame.pts());
            }
            fill(frame.pts());
            if (state != State.PICTURE) {
                out.onDiscontinuity();
                patience.resume();
            }
        }
        state = State.PICTURE;
        lastFromSource = frame.pts();
        out.onFrame(repeater.follow(frame));
    }

    /// Time has come to `now` without a frame.
    void onClock(long now) {
        switch (state) {
            case EMPTY -> startWithoutCamera(now);
            case PICTURE, HOLDING -> {
                fill(now - patience.ticks());
                if (now - lastFromSource > GONE_TICKS) {
                    turnBlack(out.lastPts() + REPEAT_TICKS);
                }
            }
            case BLACK -> fillWithBlack(now);
        }
    }

    private void startWithoutCamera(long now) {
        if (startedAt == Long.MIN_VALUE) {
            startedAt = now;
        } else if (now - startedAt > START_TICKS) {
            turnBlack(now);
        }
    }

    private void turnBlack(long pts) {
        if (state != State.EMPTY) {
            out.onDiscontinuity();
        }
        state = State.BLACK;
        patience.giveUp();
        out.onFrame(black.keyFrame(pts));
    }

    /// Repeats what was shown last so that no gap up to `pts` is longer than a part.
    private void fill(long pts) {
        if (state == State.BLACK) {
            fillWithBlack(pts);
            return;
        }
        while (pts - out.lastPts() > PartRule.TARGET_TICKS) {
            @Nullable VideoFrame repeated = repeater.repeat(out.lastPts() + REPEAT_TICKS);
            if (repeated == null) {
                return;
            }
            out.onFrame(repeated);
        }
    }

    private void fillWithBlack(long pts) {
        while (pts - out.lastPts() > PartRule.TARGET_TICKS) {
            long next = out.lastPts() + REPEAT_TICKS;
            out.onFrame(
                    segments.endsWithKeyFrame(next) ? black.keyFrame(next) : black.repeat(next));
        }
    }
}
