package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.media.codec.Depacketizer;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.FrameTap;
import io.rostra.streaming.frames.LipSync;
import io.rostra.streaming.frames.MediaClock;
import java.time.Duration;

/// One track of the program: its frames with the times of their capture. Not thread-safe, but for
/// what the tap takes on the room's loop.
final class TrackSource implements AutoCloseable {
    /// Video holes are closed by retransmissions, some round trips later; Opus has none (no NACK is
    /// negotiated), so only reordering is waited for.
    private static final Duration VIDEO_HOLD = Duration.ofMillis(250);

    private static final Duration AUDIO_HOLD = Duration.ofMillis(60);

    /// No layer in particular.
    private static final int ALL = 0;

    private final Stage stage;
    private final StageTrack track;
    private final int layer;
    private final FrameTap tap;

    /// The best encoding that flows.
    ///
    /// @throws IllegalArgumentException for a codec that [Program] does not choose
    TrackSource(Stage stage, StageTrack track, LipSync lipSync, Output output) {
        this(stage, track, ALL, lipSync, output);
        stage.addTap(track.id(), tap);
        requestKeyFrame();
    }

    /// One encoding, while it flows.
    ///
    /// @param layer its rank, see [io.rostra.sfu.publish.Encoding#rank()]
    static TrackSource ofLayer(
            Stage stage, StageTrack track, int layer, LipSync lipSync, Output output) {
        var source = new TrackSource(stage, track, layer, lipSync, output);
        stage.addLayerTap(track.id(), layer, source.tap);
        return source;
    }

    private TrackSource(Stage stage, StageTrack track, int layer, LipSync lipSync, Output output) {
        this.stage = stage;
        this.track = track;
        this.layer = layer;
        boolean video = track.kind() == MediaKind.VIDEO;
        Depacketizer depacketizer = Depacketizer.forCodec(track.codecName());
        if (depacketizer == null) {
            throw new IllegalArgumentException("No depacketizer for " + track.codecName());
        }
        MediaClock clock = lipSync.clock(video ? Timeline.VIDEO_RATE : AudioFrame.SAMPLE_RATE);
        tap = new FrameTap(depacketizer, video ? VIDEO_HOLD : AUDIO_HOLD, timed(clock, output));
    }

    /// Called from within [#poll].
    interface Output {
        /// @param timeNanos when it was captured, like [System#nanoTime()]
        void onFrame(AccessUnit unit, long timeNanos);
    }

    private static FrameTap.Output timed(MediaClock clock, Output output) {
        return new FrameTap.Output() {
            @Override
            public void onAccessUnit(AccessUnit unit, long arrivalNanos) {
                output.onFrame(unit, clock.timeOf(unit.timestamp(), arrivalNanos));
            }

            @Override
            public void onSenderReport(long ntpTime, int rtpTimestamp, long arrivalNanos) {
                clock.onSenderReport(ntpTime, rtpTimestamp);
            }

            @Override
            public void onSourceChanged() {
                clock.reset();
            }
        };
    }

    StageTrack track() {
        return track;
    }

    void poll(long now) {
        tap.poll(now);
    }

    /// The track was unpublished, even if one with the same id has come since.
    boolean ended() {
        return tap.ended();
    }

    boolean wantsKeyFrame() {
        return tap.wantsKeyFrame();
    }

    void requestKeyFrame() {
        if (layer == ALL) {
            stage.requestKeyFrame(track.id());
        } else {
            stage.requestLayerKeyFrame(track.id(), layer);
        }
    }

    @Override
    public void close() {
        stage.removeTap(track.id(), tap);
    }
}
