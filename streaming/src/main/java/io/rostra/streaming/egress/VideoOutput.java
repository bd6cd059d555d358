package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;

/// The pictures of a live stream: H.264 access units with growing times, a discontinuity announced
/// where the source changes. Not thread-safe.
final class VideoOutput {
    /// Pictures that would have to be shown this long (in ticks) after their time are not shown.
    private static final long MAX_SHIFT = Timeline.VIDEO_RATE / 2;

    private final FrameSink sink;
    private long lastPts = -1;
    private boolean sourceChanged;
    private final ParameterReader parameters = new ParameterReader();

    VideoOutput(FrameSink sink) {
        this.sink = sink;
    }

    /// The next picture comes from elsewhere; everything up to its key frame is dropped.
    void onSourceChanged() {
        sourceChanged = true;
    }

    /// Takes a picture.
    ///
    /// @return false when it was dropped, since no decoder could do anything with it
    boolean onPicture(AccessUnit unit, long pts) {
        H264Parameters inForce = parameters.read(unit.parameterSets());
        if (inForce == null || (sourceChanged || lastPts < 0) && !unit.keyFrame()) {
            return false;
        }
        long shown = Math.max(Math.max(0, pts), lastPts + 1);
        if (shown - pts > MAX_SHIFT && !unit.keyFrame()) {
            sourceChanged = true;
            return false;
        }
        if (sourceChanged && lastPts >= 0) {
            sink.onDiscontinuity();
        }
        sourceChanged = false;
        lastPts = shown;
        sink.onVideo(new VideoFrame(unit.data(), shown, unit.keyFrame(), inForce));
        return true;
    }
}
