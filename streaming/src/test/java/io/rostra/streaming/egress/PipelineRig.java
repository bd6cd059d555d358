package io.rostra.streaming.egress;

import io.rostra.streaming.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A pipeline driven by hand: its time is the test's, its worker is real. Time waits for the
/// worker, so that a busy machine changes nothing.
final class PipelineRig implements AutoCloseable {
    static final long MILLI = 1_000_000;
    private static final long START = 77_000_000_000L;
    private static final long STEP = 10 * MILLI;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final FakeStage stage = new FakeStage();
    final CollectingSink sink = new CollectingSink();
    final Timeline timeline = new Timeline(START);
    final EgressPipeline pipeline;
    private List<StageTrack> seen = List.of();
    long now = START;

    PipelineRig(Path directory) {
        this(directory, CompositeConfig.OFF);
    }

    PipelineRig(Path directory, CompositeConfig composite) {
        var config = new EgressConfig(new WorkerConfig(directory), composite);
        pipeline = new EgressPipeline(stage, config, sink, timeline, now);
        awaitWorker();
    }

    void awaitWorker() {
        await(
                () -> {
                    pipeline.poll(now);
                    return pipeline.workerRuns();
                },
                "worker");
    }

    /// What time waits for.
    enum Pace {
        NOTHING,
        /// Sound has come out up to 250 ms before now.
        SOUND,
        /// And pictures up to 300 ms before now.
        SOUND_AND_PICTURES
    }

    /// Lets time pass with the broadcaster sending, who began at `start`.
    void run(long millis, Pace pace, Broadcaster broadcaster, long start) {
        run(millis, pace, List.of(broadcaster), start);
    }

    void run(long millis, Pace pace, List<Broadcaster> broadcasters, long start) {
        for (long end = now + millis * MILLI; now < end; now += STEP) {
            for (Broadcaster broadcaster : broadcasters) {
                broadcaster.send(now - start, now);
            }
            followStage();
            pipeline.poll(now);
            if (start + 400 * MILLI < now) {
                await(
                        () -> {
                            pipeline.poll(now);
                            return isInTime(pace);
                        },
                        pace + " in time");
            }
        }
    }

    private boolean isInTime(Pace pace) {
        boolean sound = sink.audioEnd() >= timeline.audioTicks(now - 250 * MILLI);
        boolean pictures = sink.videoEnd() >= timeline.videoTicks(now - 300 * MILLI);
        return switch (pace) {
            case NOTHING -> true;
            case SOUND -> sound;
            case SOUND_AND_PICTURES -> sound && pictures;
        };
    }

    private void followStage() {
        List<StageTrack> tracks = stage.tracks();
        if (!tracks.equals(seen)) {
            seen = tracks;
            pipeline.onStage(tracks);
        }
    }

    static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Waited in vain for " + what);
            }
            LockSupport.parkNanos(MILLI);
        }
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
