package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit;
import io.rostra.streaming.frames.AudioFrame;
import io.rostra.streaming.frames.FrameSink;
import io.rostra.streaming.frames.LipSync;
import io.rostra.streaming.frames.VideoFrame;
import io.rostra.streaming.worker.WorkerMessage;
import io.rostra.streaming.worker.WorkerSupervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to frames between stage and sink. Confined to one thread; time is handed in.
///
/// ```
/// video H.264 ─► TrackSource ──────────────────────────► VideoOutput ─► sink
/// video VP8   ─► TrackSource ─► worker (decode, encode) ─► VideoOutput ─► sink
/// several     ─► TrackSources ► worker (and compose) ────► VideoOutput ─► sink
/// audio Opus  ─► TrackSources ► worker (mix, to AAC) ────► AudioOutput ─► sink
/// ```
final class EgressPipeline implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EgressPipeline.class);

    private static final long CLOCK_NANOS = Duration.ofMillis(100).toNanos();

    /// How long sound waits for the first picture, so that both begin together.
    private static final long VIDEO_PATIENCE_NANOS = Duration.ofSeconds(3).toNanos();

    /// Numbers of voices go round after so many: the wire has 16 bits for them.
    private static final int MOST_VOICES = 1 << 15;

    private final Stage stage;
    private final Timeline timeline;
    private final LiveSink sink;
    private final WorkerSupervisor worker;
    private final VideoPath video;
    private final AudioOutput audio;
    private final CompositePath composite;
    private final CompositeConfig compositeConfig;
    private final Map<StageTrack, Voice> voices = new LinkedHashMap<>();

    /// Of each publisher that is shown or heard.
    private final Map<String, LipSync> lipSyncs = new HashMap<>();

    private int nextVoice;
    private final SpeakerChoice speaker = new SpeakerChoice();
    private List<StageTrack> onStage = List.of();
    private RoomLook roomLook = RoomLook.NONE;
    private EgressPlan.@Nullable Picture mentioned;
    private String degradation = "";
    private long now;
    private long clockAt;

    EgressPipeline(Stage stage, EgressConfig config, LiveSink sink, Timeline timeline, long now) {
        this.stage = stage;
        this.timeline = timeline;
        this.sink = sink;
        this.now = now;
        worker = new WorkerSupervisor(config.worker(), new WorkerListener(), now);
        audio = new AudioOutput(sink);
        var output = new VideoOutput(startingWithAudio(sink));
        var layers = new EncodedLayers(sink);
        video = new VideoPath(stage, timeline, worker, output, sink, layers);
        composite = new CompositePath(stage, timeline, worker, output, layers);
        compositeConfig = config.composite();
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
        onStage = List.copyOf(tracks);
        return follow();
    }

    /// Who speaks may be shown larger.
    ///
    /// @param loudness of those on stage by peer, 0 to 100
    void onLoudness(Map<String, Integer> loudness) {
        String before = speaker.speaker();
        speaker.onLoudness(loudness, now);
        if (!Objects.equals(before, speaker.speaker())) {
            follow();
        }
    }

    /// How the room wants to be shown.
    void onRoomLook(RoomLook look) {
        if (!look.equals(roomLook)) {
            roomLook = look;
            follow();
        }
    }

    /// Does what the plan says.
    ///
    /// @return false when nobody is on stage
    private boolean follow() {
        CompositeLook look = roomLook.look() == null ? compositeConfig.look() : roomLook.look();
        CompositeBudget budget = compositeConfig.budget();
        var cast = new EgressPlan.Cast(onStage, speaker.speaker());
        EgressPlan plan = EgressPlan.of(cast, compositeConfig, look, budget.availableTo(this));
        budget.take(this, plan.cost());
        mention(plan, look);
        lipSyncs.keySet().retainAll(publishers(plan));
        switch (plan.picture()) {
            case EgressPlan.None() -> {
                compose(null, look);
                video.show(null, 1, new LipSync(), now);
            }
            case EgressPlan.Copy(var track, var sizes) -> {
                compose(null, look);
                video.show(track, sizes, lipSync(track.peerId()), now);
            }
            case EgressPlan.Composite several -> {
                video.show(null, 1, new LipSync(), now);
                compose(several, look);
            }
        }
        hear(plan.sounds());
        return !plan.isEmpty();
    }

    private void compose(EgressPlan.@Nullable Composite several, CompositeLook look) {
        composite.show(several, look, roomLook.names(), this::lipSync, now);
    }

    /// Says what is made, and when the machine could not bear what was wanted.
    private void mention(EgressPlan plan, CompositeLook look) {
        EgressPlan.Picture picture = plan.picture();
        if (picture.equals(mentioned)) {
            return;
        }
        mentioned = picture;
        degradation = plan.degradation(onStage, compositeConfig, look);
        String less = degradation.isEmpty() ? "" : "; " + degradation;
        switch (picture) {
            case EgressPlan.Composite c ->
                    log.info(
                            "{} pictures in one, {}x{} at {} a second, sizes: {}{}",
                            c.tracks().size(),
                            c.width(),
                            c.height(),
                            c.frameRate(),
                            c.sizes(),
                            less);
            case EgressPlan.Copy(var track, var sizes) when !EgressPlan.isCopied(track) ->
                    log.info("{} is encoded as H.264, sizes: {}{}", track.codecName(), sizes, less);
            case EgressPlan.Copy _ when !less.isEmpty() -> log.info("One picture is shown{}", less);
            case EgressPlan.Copy _, EgressPlan.None() -> {}
        }
    }

    /// What is lacking because more would be too much for this machine; empty when nothing is.
    String degradation() {
        return degradation;
    }

    private static Set<String> publishers(EgressPlan plan) {
        Set<String> publishers = new HashSet<>();
        plan.sounds().forEach(track -> publishers.add(track.peerId()));
        switch (plan.picture()) {
            case EgressPlan.None() -> {}
            case EgressPlan.Copy(var track, var _) -> publishers.add(track.peerId());
            case EgressPlan.Composite several ->
                    several.tracks().forEach(track -> publishers.add(track.peerId()));
        }
        return publishers;
    }

    private LipSync lipSync(String peerId) {
        return lipSyncs.computeIfAbsent(peerId, _ -> new LipSync());
    }

    private void hear(List<StageTrack> tracks) {
        var gone = new ArrayList<Voice>();
        voices.values()
                .removeIf(voice -> {
                    boolean over = !tracks.contains(voice.source.track()) || voice.source.ended();
                    return over && gone.add(voice);
                });
        for (StageTrack track : tracks) {
            if (!voices.containsKey(track)) {
                voices.put(track, new Voice(nextVoice++ % MOST_VOICES, track));
            }
        }
        for (Voice voice : gone) {
            voice.source.close();
            worker.send(new WorkerMessage.AudioSourceGone(voice.number));
        }
    }

    /// One sound that is heard.
    private final class Voice {
        private final int number;
        private final TrackSource source;

        Voice(int number, StageTrack track) {
            this.number = number;
            this.source =
                    new TrackSource(
                            stage,
                            track,
                            lipSync(track.peerId()),
                            (packet, time) -> onOpus(number, packet, time));
        }
    }

    private void onOpus(int number, AccessUnit packet, long timeNanos) {
        long pts = timeline.audioTicks(timeNanos);
        if (pts > timeline.audioTicks(now) + AudioFrame.SAMPLE_RATE) {
            return; // nobody's clock may silence the others
        }
        boolean waited = now - timeline.epochNanos() > VIDEO_PATIENCE_NANOS;
        if (!audio.started() && (video.track() == null && !composite.active() || waited)) {
            audio.startAt(pts);
        }
        worker.send(new WorkerMessage.Opus(number, pts, packet.data()));
    }

    /// The sink would like to cut a segment.
    void onKeyFrameRequest() {
        if (composite.active()) {
            composite.onKeyFrameRequest();
        } else {
            video.onKeyFrameRequest();
        }
    }

    /// Moves everything that has come. Call it every few milliseconds.
    ///
    /// @param time like [System#nanoTime()]
    void poll(long time) {
        now = time;
        video.poll(now);
        composite.poll(now);
        voices.values().forEach(voice -> voice.source.poll(now));
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
        composite.close();
        compositeConfig.budget().take(this, 0);
        voices.values().forEach(voice -> voice.source.close());
        voices.clear();
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
                case WorkerMessage.Composed picture -> composite.onComposed(picture);
                case WorkerMessage.TileLost(var number) -> composite.onTileLost(number);
                case WorkerMessage.Ready(), WorkerMessage.Pong _ -> {}
            }
        }

        @Override
        public void onStarted() {
            video.onTranscoderStarted();
            composite.onWorkerStarted();
        }
    }
}
