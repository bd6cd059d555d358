package io.rostra.streaming.egress;

import io.rostra.sfu.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One live stream out of one room: follows the stage, shows its first broadcaster, and lets the
/// next one take over on the same timeline. Thread-safe; no call blocks. It has a thread of its
/// own, which looks every few milliseconds at what the room's loop and the worker have put down for
/// it, so that neither of them ever has to wake it.
public final class LiveEgress implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LiveEgress.class);

    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();
    private static final long REFRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LOUDNESS_NANOS = Duration.ofMillis(300).toNanos();

    private final Stage stage;
    private final EgressConfig config;
    private final RoomLook.Source looks;
    private final LiveSink.Factory sinks;
    private final Listener listener;
    private final Thread thread;

    /// The stage as last told and not yet looked at.
    private final AtomicReference<@Nullable List<StageTrack>> tracks = new AtomicReference<>();

    /// Likewise.
    private final AtomicReference<@Nullable Map<String, Integer>> loudness =
            new AtomicReference<>();

    private final AtomicReference<@Nullable RoomLook> look = new AtomicReference<>();

    private volatile boolean keyFrameRequested;
    private volatile boolean stopped;
    private volatile long workerPid = -1;

    private LiveEgress(
            Stage stage,
            EgressConfig config,
            RoomLook.Source looks,
            LiveSink.Factory sinks,
            Listener listener) {
        this.stage = stage;
        this.config = config;
        this.looks = looks;
        this.sinks = sinks;
        this.listener = listener;
        thread = Thread.ofPlatform().daemon().name("live-egress").unstarted(this::run);
    }

    /// Told on the thread of the live stream. Frames stop right after; the one who hears of it
    /// calls [LiveEgress#close] or has done so.
    public interface Listener {
        /// Nobody has been on stage for so long that the live stream is over.
        void onStageEmpty();

        /// It lacks something, since more would be too much for this machine.
        ///
        /// @param what in plain words; empty when it lacks nothing any more
        default void onDegraded(String what) {}

        /// It broke for good.
        void onFailed(RuntimeException cause);
    }

    /// Starts a live stream of the room. Frames come as soon as somebody is on stage.
    ///
    /// @param looks how the room wants to be shown
    public static LiveEgress start(
            Router router,
            EgressConfig config,
            RoomLook.Source looks,
            LiveSink.Factory sinks,
            Listener listener) {
        return start(new RouterStage(router), config, looks, sinks, listener);
    }

    static LiveEgress start(
            Stage stage,
            EgressConfig config,
            RoomLook.Source looks,
            LiveSink.Factory sinks,
            Listener listener) {
        var egress = new LiveEgress(stage, config, looks, sinks, listener);
        egress.thread.start();
        return egress;
    }

    /// Process id of the transcoding worker, or -1 while none runs.
    public long workerPid() {
        return workerPid;
    }

    /// Ends the live stream; the sink is closed a moment later on its own thread.
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /// Waits for the end of the thread.
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }

    private void run() {
        try (Stage _ = stage) {
            long epochNanos = System.nanoTime();
            try (LiveSink sink = sinks.open(Instant.now(), () -> keyFrameRequested = true)) {
                var timeline = new Timeline(epochNanos);
                try (var pipeline = new EgressPipeline(stage, config, sink, timeline, epochNanos)) {
                    stage.watch(tracks::set);
                    follow(pipeline);
                }
            }
        } catch (RuntimeException e) {
            log.error("Live stream broke", e);
            listener.onFailed(e);
        }
    }

    private void follow(EgressPipeline pipeline) {
        var policy = new EmptyStagePolicy(config.emptyStageGrace());
        long now = System.nanoTime();
        long refreshAt = now;
        long loudnessAt = now;
        boolean taken = false;
        String degradation = "";
        policy.onEmpty(now);
        while (!stopped) {
            List<StageTrack> latest = tracks.getAndSet(null);
            if (latest != null) {
                taken = look(pipeline, policy, latest, taken);
            }
            tellPipeline(pipeline);
            if (keyFrameRequested) {
                keyFrameRequested = false;
                pipeline.onKeyFrameRequest();
            }
            pipeline.poll(now);
            if (!pipeline.degradation().equals(degradation)) {
                degradation = pipeline.degradation();
                listener.onDegraded(degradation);
            }
            workerPid = pipeline.workerPid();
            if (policy.isOver(now)) {
                listener.onStageEmpty();
                return;
            }
            if (now - refreshAt >= 0) {
                refreshAt = now + REFRESH_NANOS;
                stage.refresh();
                askForLook();
            }
            if (config.composite().enabled() && now - loudnessAt >= 0) {
                loudnessAt = now + LOUDNESS_NANOS;
                stage.askLoudness(loudness::set);
            }
            LockSupport.parkNanos(POLL_NANOS);
            now = System.nanoTime();
        }
    }

    private void tellPipeline(EgressPipeline pipeline) {
        RoomLook latestLook = look.getAndSet(null);
        if (latestLook != null) {
            pipeline.onRoomLook(latestLook);
        }
        Map<String, Integer> latestLoudness = loudness.getAndSet(null);
        if (latestLoudness != null) {
            pipeline.onLoudness(latestLoudness);
        }
    }

    /// Where it cannot be told, things stay as they are.
    private void askForLook() {
        if (config.composite().enabled()) {
            var _ = looks.ask().thenAccept(look::set);
        }
    }

    private static boolean look(
            EgressPipeline pipeline,
            EmptyStagePolicy policy,
            List<StageTrack> latest,
            boolean taken) {
        boolean taking = pipeline.onStage(latest);
        if (taking && !taken) {
            policy.onTaken();
        } else if (!taking && taken) {
            policy.onEmpty(System.nanoTime());
        }
        return taking;
    }
}
