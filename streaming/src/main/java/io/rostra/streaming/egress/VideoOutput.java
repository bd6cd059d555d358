package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.AccessUnit.ParameterSets;
import io.rostra.media.codec.H264SpsParser;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import org.jspecify.annotations.Nullable;

/// The pictures of a live stream: H.264 access units with growing times, a discontinuity announced
/// where the source changes. Not thread-safe.
final class VideoOutput {
    /// Pictures that would have to be shown this long (in ticks) after their time are not shown.
    private static final long MAX_SHIFT = Timeline.VIDEO_RATE / 2;

    private final FrameSink sink;
    private long lastPts = -1;
    private boolean sourceChanged;
    private @Nullable ParameterSets sets;
    private @Nullable H264Parameters parameters;

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
        H264Parameters inForce = parametersOf(unit.parameterSets());
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

    /// The same object while the sets are the same. Null for sets that say nothing sensible.
    private @Nullable H264Parameters parametersOf(@Nullable ParameterSets unitSets) {
        if (unitSets == null) {
            return null;
        }
        if (sets == null || unitSets != sets) {
            H264SpsParser.Sps sps = H264SpsParser.parse(unitSets.sps());
            sets = unitSets;
            parameters =
                    sps == null
                            ? null
                            : new H264Parameters(
                                    unitSets.sps(), unitSets.pps(), sps.width(), sps.height());
        }
        return parameters;
    }
}
