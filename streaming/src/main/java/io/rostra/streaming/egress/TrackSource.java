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

    private final Stage stage;
    private final StageTrack track;
    private final FrameTap tap;

    /// @throws IllegalArgumentException for a codec that [Program] does not choose
    TrackSource(Stage stage, StageTrack track, LipSync lipSync, Output output) {
        this.stage = stage;
        this.track = track;
        boolean video = track.kind() == MediaKind.VIDEO;
        Depacketizer depacketizer = Depacketizer.forCodec(track.codecName());
        if (depacketizer == null) {
            throw new IllegalArgumentException("No depacketizer for " + track.codecName());
        }
        MediaClock clock = lipSync.clock(video ? Timeline.VIDEO_RATE : AudioFrame.SAMPLE_RATE);
        tap = new FrameTap(depacketizer, video ? VIDEO_HOLD : AUDIO_HOLD, timed(clock, output));
        stage.addTap(track.id(), tap);
        requestKeyFrame();
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
        stage.requestKeyFrame(track.id());
    }

    @Override
    public void close() {
        stage.removeTap(track.id(), tap);
    }
}
