package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.AnnexB;
import io.rostra.media.codec.H264Depacketizer;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.LipSync;
import io.rostra.streaming.worker.WorkerMessage;
import io.rostra.streaming.worker.WorkerSupervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// From the program's video track to the live stream's pictures: H.264 is copied in all its
/// simulcast layers, VP8 goes through the worker. Asks for key frames, often enough and not too
/// often. Not thread-safe.
final class VideoPath {
    /// Publishers answer at most one request in about 300 ms.
    private static final long REQUEST_NANOS = Duration.ofMillis(300).toNanos();

    /// Pictures from the future are not believed; the worker has seen hostile input.
    private static final long MAX_AHEAD = Timeline.VIDEO_RATE;

    private final Stage stage;
    private final Timeline timeline;
    private final WorkerSupervisor worker;
    private final VideoOutput output;

    /// Takes the worker's byte stream apart; never sees packets.
    private H264Depacketizer transcoded = new H264Depacketizer();

    private final FrameSink sink;

    /// Smaller sizes that the worker makes.
    private final EncodedLayers encoded;

    private @Nullable TrackSource source;

    /// Its simulcast layers below the best.
    private final List<LayerPath> layers = new ArrayList<>();

    /// What the worker was told of the track.
    private WorkerMessage.NewVideoSource newSource = new WorkerMessage.NewVideoSource(1);

    private boolean keyFrameWanted;

    /// The worker did not take a frame, so it can do nothing with those up to the next key frame.
    private boolean dropping;

    private long requestAt;

    /// @param output where the best layer goes
    /// @param sink where the lower ones go
    /// @param encoded where those go that are not copied
    VideoPath(
            Stage stage,
            Timeline timeline,
            WorkerSupervisor worker,
            VideoOutput output,
            FrameSink sink,
            EncodedLayers encoded) {
        this.sink = sink;
        this.encoded = encoded;
        this.stage = stage;
        this.timeline = timeline;
        this.worker = worker;
        this.output = output;
    }

    @Nullable StageTrack track() {
        return source == null ? null : source.track();
    }

    /// Shows another track from its next key frame on, or none.
    ///
    /// @param sizes in which it is encoded, if it cannot be copied
    void show(@Nullable StageTrack track, int sizes, LipSync lipSync, long now) {
        if (Objects.equals(track, track()) && (source == null || !source.ended())) {
            return;
        }
        close();
        if (track == null) {
            return;
        }
        output.onSourceChanged();
        if (isTranscoded(track)) {
            newSource = new WorkerMessage.NewVideoSource(sizes);
            worker.send(newSource);
            encoded.onChanged();
        }
        source = new TrackSource(stage, track, lipSync, this::onFrame);
        for (int layer = 1; layer <= FrameSink.LOWER_LAYERS && !isTranscoded(track); layer++) {
            layers.add(new LayerPath(layer, stage, track, lipSync, timeline, sink));
        }
        source.requestKeyFrame(); // of all layers together
        requestAt = now + REQUEST_NANOS;
    }

    private static boolean isTranscoded(@Nullable StageTrack track) {
        return track != null && !EgressPlan.isCopied(track);
    }

    private void onFrame(AccessUnit unit, long timeNanos) {
        keyFrameWanted &= !unit.keyFrame();
        long pts = timeline.videoTicks(timeNanos);
        if (isTranscoded(track())) {
            transcode(unit, pts);
        } else {
            keyFrameWanted |= !output.onPicture(unit, pts);
        }
    }

    private void transcode(AccessUnit unit, long pts) {
        if (!dropping || unit.keyFrame()) {
            dropping = !worker.send(new WorkerMessage.Vp8(pts, unit.keyFrame(), unit.data()));
            keyFrameWanted |= dropping;
        }
    }

    /// A picture from the worker.
    void onTranscoded(WorkerMessage.H264 picture, long now) {
        if (!isTranscoded(track()) || picture.pts() > timeline.videoTicks(now) + MAX_AHEAD) {
            return;
        }
        if (picture.rung() != 0) {
            encoded.onPicture(picture.rung(), picture.pts(), picture.payload());
            return;
        }
        AnnexB.push(
                picture.payload(),
                (int) picture.pts(),
                transcoded,
                unit -> {
                    if (!output.onPicture(unit, picture.pts())) {
                        worker.send(new WorkerMessage.ForceKeyFrame());
                    }
                });
    }

    /// The worker cannot go on without a key frame of the publisher.
    void onTranscoderLost() {
        keyFrameWanted = isTranscoded(track());
    }

    /// Another worker, which knows nothing, takes over.
    void onTranscoderStarted() {
        transcoded = new H264Depacketizer();
        if (isTranscoded(track())) {
            worker.send(newSource);
            encoded.onChanged();
            output.onSourceChanged();
            keyFrameWanted = true;
        }
    }

    /// The sink would like to cut a segment.
    void onKeyFrameRequest() {
        if (isTranscoded(track())) {
            worker.send(new WorkerMessage.ForceKeyFrame());
        } else if (source != null) {
            source.requestKeyFrame();
        }
    }

    void poll(long now) {
        if (source == null) {
            return;
        }
        source.poll(now);
        layers.forEach(layer -> layer.poll(now));
        if ((keyFrameWanted || source.wantsKeyFrame()) && now - requestAt >= 0) {
            requestAt = now + REQUEST_NANOS;
            source.requestKeyFrame();
        }
    }

    void close() {
        if (source != null) {
            if (isTranscoded(track())) {
                encoded.onChanged();
            }
            source.close();
            source = null;
            layers.forEach(LayerPath::close);
            layers.clear();
        }
    }
}
