package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.LipSync;
import io.rostra.streaming.frames.VideoFrame;
import java.time.Duration;

/// One lower simulcast layer of the video that is copied, on its way to the sink. Its times are
/// those of the other layers, since all have the publisher's [LipSync]. Not thread-safe.
final class LayerPath implements AutoCloseable {
    /// The layers get a key frame for every segment anyway, so a lost one is worth less haste.
    private static final long REQUEST_NANOS = Duration.ofMillis(600).toNanos();

    private final int layer;
    private final Timeline timeline;
    private final FrameSink sink;
    private final ParameterReader parameters = new ParameterReader();
    private final TrackSource source;
    private boolean flowed;
    private long requestAt = Long.MIN_VALUE;

    /// @param layer as [FrameSink#onLayer] counts, and [io.rostra.sfu.publish.Encoding#rank()]
    LayerPath(
            int layer,
            Stage stage,
            StageTrack track,
            LipSync lipSync,
            Timeline timeline,
            FrameSink sink) {
        this.layer = layer;
        this.timeline = timeline;
        this.sink = sink;
        sink.onLayerChanged(layer);
        source = TrackSource.ofLayer(stage, track, layer, lipSync, this::onFrame);
    }

    void poll(long now) {
        source.poll(now);
        boolean due = requestAt == Long.MIN_VALUE || now - requestAt >= 0;
        if (flowed && source.wantsKeyFrame() && due) {
            requestAt = now + REQUEST_NANOS;
            source.requestKeyFrame();
        }
    }

    private void onFrame(AccessUnit unit, long timeNanos) {
        flowed = true;
        H264Parameters inForce = parameters.read(unit.parameterSets());
        long pts = timeline.videoTicks(timeNanos);
        if (inForce != null && pts >= 0) {
            sink.onLayer(layer, new VideoFrame(unit.data(), pts, unit.keyFrame(), inForce));
        }
    }

    @Override
    public void close() {
        source.close();
        sink.onLayerChanged(layer);
    }
}
