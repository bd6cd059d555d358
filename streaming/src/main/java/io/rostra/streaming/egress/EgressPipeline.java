package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.LipSync;
import io.rostra.streaming.frames.VideoFrame;
import io.rostra.streaming.worker.WorkerMessage;
import io.rostra.streaming.worker.WorkerSupervisor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What happens to frames between stage and sink. Confined to one thread; time is handed in.
///
/// ```
/// video H.264 ─► TrackSource ──────────────────────────► VideoOutput ─► sink
/// video VP8   ─► TrackSource ─► worker (decode, encode) ─► VideoOutput ─► sink
/// audio Opus  ─► TrackSource ─► worker (Opus to AAC) ────► AudioOutput ─► sink
/// ```
final class EgressPipeline implements AutoCloseable {
    private static final long CLOCK_NANOS = Duration.ofMillis(100).toNanos();

    /// How long sound waits for the first picture, so that both begin together.
    private static final long VIDEO_PATIENCE_NANOS = Duration.ofSeconds(3).toNanos();

    private final Stage stage;
    private final Timeline timeline;
    private final LiveSink sink;
    private final WorkerSupervisor worker;
    private final VideoPath video;
    private final AudioOutput audio;
    private @Nullable TrackSource audioSource;
    private @Nullable String peerId;
    private LipSync lipSync = new LipSync();
    private long now;
    private long clockAt;

    EgressPipeline(Stage stage, EgressConfig config, LiveSink sink, Timeline timeline, long now) {
        this.stage = stage;
        this.timeline = timeline;
        this.sink = sink;
        this.now = now;
        worker = new WorkerSupervisor(config.worker(), new WorkerListener(), now);
        audio = new AudioOutput(sink);
        video = new VideoPath(stage, timeline, worker, new VideoOutput(startingWithAudio(sink)));
        clockAt = now;
    }

    /// Sound begins where the first picture does.
    private FrameSink startingWithAudio(LiveSink target) {
        return new FrameSink() {
            @Override
            public void onVideo(VideoFrame frame) {
                if (!audio.started()) {
                    audio.startAt(frame.pts() * AudioFrame.SAMPLE_RATE / Timeline.VIDEO_RATE);
                }
                target.onVideo(frame);
            }

            @Override
            public void onAudio(AudioFrame frame) {
                target.onAudio(frame);
            }

            @Override
            public void onDiscontinuity() {
                target.onDiscontinuity();
            }
        };
    }

    /// Follows the stage.
    ///
    /// @return false when nobody is on it
    boolean onStage(List<StageTrack> tracks) {
        Program program = Program.choose(tracks);
        StageTrack nextVideo = program == null ? null : program.video();
        StageTrack nextAudio = program == null ? null : program.audio();
        StageTrack any = nextVideo == null ? nextAudio : nextVideo;
        if (any != null && !any.peerId().equals(peerId)) {
            peerId = any.peerId();
            lipSync = new LipSync();
        }
        video.show(nextVideo, lipSync, now);
        hear(nextAudio);
        return program != null;
    }

    private void hear(@Nullable StageTrack track) {
        TrackSource current = audioSource;
        if (Objects.equals(track, current == null ? null : current.track())
                && (current == null || !current.ended())) {
            return;
        }
        if (audioSource != null) {
            audioSource.close();
            audioSource = null;
        }
        if (track != null) {
            worker.send(new WorkerMessage.NewAudioSource());
            audioSource = new TrackSource(stage, track, lipSync, this::onOpus);
        }
    }

    private void onOpus(AccessUnit packet, long timeNanos) {
        long pts = timeline.audioTicks(timeNanos);
        boolean waited = now - timeline.epochNanos() > VIDEO_PATIENCE_NANOS;
        if (!audio.started() && (video.track() == null || waited)) {
            audio.startAt(pts);
        }
        worker.send(new WorkerMessage.Opus(pts, packet.data()));
    }

    /// The sink would like to cut a segment.
    void onKeyFrameRequest() {
        video.onKeyFrameRequest();
    }

    /// Moves everything that has come. Call it every few milliseconds.
    ///
    /// @param time like [System#nanoTime()]
    void poll(long time) {
        now = time;
        video.poll(now);
        if (audioSource != null) {
            audioSource.poll(now);
        }
        worker.poll(now);
        if (now - clockAt >= 0) {
            clockAt = now + CLOCK_NANOS;
            sink.onClock(now);
        }
    }

    boolean workerRuns() {
        return worker.running();
    }

    /// Process id of the worker, or -1.
    long workerPid() {
        return worker.pid();
    }

    @Override
    public void close() {
        video.close();
        hear(null);
        worker.close();
    }

    private final class WorkerListener implements WorkerSupervisor.Listener {
        @Override
        public void onEvent(WorkerMessage.Event event) {
            switch (event) {
                case WorkerMessage.Aac(var pts, var data) ->
                        audio.onAac(pts, data, timeline.audioTicks(now));
                case WorkerMessage.H264 picture -> video.onTranscoded(picture, now);
                case WorkerMessage.VideoLost() -> video.onTranscoderLost();
                case WorkerMessage.Ready(), WorkerMessage.Pong _ -> {}
            }
        }

        @Override
        public void onStarted() {
            video.onTranscoderStarted();
        }
    }
}
