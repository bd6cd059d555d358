package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.testing.Sounds;
import io.rostra.streaming.testing.TestCodecs;
import io.rostra.streaming.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The thread of a live stream, in real time.
final class LiveEgressTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir static Path directory;

    private final FakeStage stage = new FakeStage();
    private final CollectingSink sink = new CollectingSink();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicReference<Runnable> keyFrames = new AtomicReference<>();

    @Test
    void picturesComeOutAtOnceAndTheSinkGetsItsKeyFrames() throws Exception {
        var ann =
                new Broadcaster("ann", "H264", stage, new Random(1))
                        .sends(
                                TestCodecs.h264(320, 240, 60, n -> 50),
                                TestCodecs.opus(Sounds.tone(30 * 48_000)));
        try (LiveEgress egress = start(Duration.ofSeconds(10))) {
            ann.publish();
            PipelineRig.await(() -> stage.isTapped(ann.video), "a tap");
            long start = System.nanoTime();
            PipelineRig.await(
                    () -> {
                        ann.send(System.nanoTime() - start, System.nanoTime());
                        return sink.videoEnd() > 90_000 && sink.audioEnd() > 24_000;
                    },
                    "frames");
            stage.keyFrameRequests.clear();
            keyFrames.get().run();
            PipelineRig.await(() -> stage.keyFrameRequests.contains("ann-v"), "a request");
            egress.close();
            assertThat(egress.awaitEnd(PATIENCE)).isTrue();
        }
        assertThat(sink.closed).isTrue();
        assertThat(stage.closed).isTrue();
        assertThat(stage.isTapped(ann.video)).isFalse();
        assertThat(sink.clockTicks).isPositive();
        assertThat(told).isEmpty();
    }

    @Test
    void endsWhenTheStageStaysEmpty() throws Exception {
        try (LiveEgress egress = start(Duration.ofMillis(50))) {
            assertThat(egress.awaitEnd(PATIENCE)).isTrue();
        }
        assertThat(told).containsExactly("empty");
        assertThat(sink.closed).isTrue();
    }

    @Test
    void tellsWhenItBreaks() throws Exception {
        LiveSink.Factory broken =
                (epoch, request) -> {
                    throw new IllegalStateException("no disk");
                };
        try (LiveEgress egress =
                LiveEgress.start(stage, config(Duration.ofHours(1)), PLAIN, broken, listener())) {
            assertThat(egress.awaitEnd(PATIENCE)).isTrue();
        }
        assertThat(told).containsExactly("failed: no disk");
    }

    private static final RoomLook.Source PLAIN =
            () -> CompletableFuture.completedFuture(RoomLook.NONE);

    private LiveEgress start(Duration grace) {
        return LiveEgress.start(
                stage,
                config(grace),
                PLAIN,
                (epoch, request) -> {
                    keyFrames.set(request);
                    return sink;
                },
                listener());
    }

    private static EgressConfig config(Duration grace) {
        return new EgressConfig(new WorkerConfig(directory), grace, CompositeConfig.OFF);
    }

    private LiveEgress.Listener listener() {
        return new LiveEgress.Listener() {
            @Override
            public void onStageEmpty() {
                told.add("empty");
            }

            @Override
            public void onFailed(RuntimeException cause) {
                told.add("failed: " + cause.getMessage());
            }
        };
    }
}
