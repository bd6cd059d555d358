package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.sfu.publish.MediaKind;
import io.rostra.streaming.frames.VideoFrame;
import io.rostra.streaming.testing.RtpStream;
import io.rostra.streaming.testing.TestCodecs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A publisher with three encodings: RTP clocks that have nothing in common, other ways, one
/// camera.
final class SimulcastTest {
    private static final long MILLI = PipelineRig.MILLI;
    private static final long SECOND = 1_000 * MILLI;
    private static final int COUNT = 150;
    private static final int TOP = 3;
    private static final long[] DELAY = {0, 20 * MILLI, 35 * MILLI, 70 * MILLI};

    private static final StageTrack CAMERA =
            new StageTrack("ann-v", "ann", "ann-s", MediaKind.VIDEO, "H264");

    @TempDir static Path directory;

    private final Random random = new Random(4);
    private final List<Sending> sendings = new ArrayList<>();

    private record Sending(long at, Runnable sends) {}

    private void prepare(PipelineRig rig, int rank, int width, int height) {
        var pictures = TestCodecs.h264(width, height, COUNT, _ -> 100);
        var rtp = new RtpStream(0x1000 + rank, 60_000 * rank);
        for (int i = 0; i < COUNT; i++) {
            long captured = i * SECOND / 30;
            int timestamp = rank * 0x5555_5555 + 3_000 * i;
            long arrives = captured + DELAY[rank] + random.nextInt(8) * MILLI;
            List<byte[]> packets = rtp.h264(pictures.get(i).data(), timestamp);
            for (int n = 0; n < packets.size(); n++) {
                byte[] packet = packets.get(n);
                sendings.add(new Sending(arrives, () -> packet(rig, rank, packet)));
                if (i % 30 == 0 && n == 0) {
                    long wall = captured + random.nextInt(2) * MILLI; // browsers round
                    long ntp = ntp(wall);
                    sendings.add(new Sending(arrives, () -> report(rig, rank, ntp, timestamp)));
                }
            }
        }
    }

    private static long ntp(long nanos) {
        return 3_900_000_000L + nanos / SECOND << 32 | ((nanos % SECOND) << 32) / SECOND;
    }

    private static void packet(PipelineRig rig, int rank, byte[] packet) {
        if (rank == TOP) {
            rig.stage.packet(CAMERA, packet, rig.now);
        } else {
            rig.stage.layerPacket(CAMERA, rank, packet, rig.now);
        }
    }

    private static void report(PipelineRig rig, int rank, long ntp, int timestamp) {
        if (rank == TOP) {
            rig.stage.senderReport(CAMERA, ntp, timestamp, rig.now);
        } else {
            rig.stage.layerReport(CAMERA, rank, ntp, timestamp, rig.now);
        }
    }

    private void play(PipelineRig rig) {
        sendings.sort((a, b) -> Long.compare(a.at(), b.at()));
        long start = rig.now;
        int sent = 0;
        while (sent < sendings.size()) {
            while (sent < sendings.size() && start + sendings.get(sent).at() <= rig.now) {
                sendings.get(sent++).sends().run();
            }
            rig.pipeline.poll(rig.now);
            rig.now += 5 * MILLI;
        }
    }

    @Test
    void layersHaveTheTimesOfTheTop() {
        try (var rig = new PipelineRig(directory)) {
            rig.stage.publish(CAMERA);
            rig.pipeline.onStage(rig.stage.tracks());
            assertThat(rig.stage.isTapped(CAMERA, 1)).isTrue();
            assertThat(rig.stage.isTapped(CAMERA, 2)).isTrue();
            assertThat(rig.stage.keyFrameRequests).contains(CAMERA.id());
            prepare(rig, 1, 160, 96);
            prepare(rig, 2, 320, 192);
            prepare(rig, TOP, 640, 384);
            play(rig);

            assertThat(rig.sink.video).hasSizeGreaterThan(COUNT - 3);
            int worst = 0;
            for (List<VideoFrame> layer : rig.sink.layers) {
                assertThat(layer).hasSizeGreaterThan(COUNT - 3);
                for (int i = 0; i < COUNT - 3; i++) {
                    long difference = layer.get(i).pts() - rig.sink.video.get(i).pts();
                    worst = Math.max(worst, (int) Math.abs(difference) / 90);
                    assertThat(layer.get(i).keyFrame()).isEqualTo(rig.sink.video.get(i).keyFrame());
                }
            }
            assertThat(worst).as("milliseconds").isLessThan(5);
            assertThat(rig.sink.layers.get(0).getLast().parameters().width()).isEqualTo(160);
            assertThat(rig.sink.layers.get(1).getLast().parameters().width()).isEqualTo(320);
        }
    }

    @Test
    void whenThePublisherGoesItsLayersGo() {
        try (var rig = new PipelineRig(directory)) {
            rig.stage.publish(CAMERA);
            rig.pipeline.onStage(rig.stage.tracks());
            rig.sink.layerChanges.clear();
            rig.stage.unpublish(CAMERA);
            rig.pipeline.onStage(rig.stage.tracks());
            assertThat(rig.stage.isTapped(CAMERA, 1)).isFalse();
            assertThat(rig.stage.isTapped(CAMERA, 2)).isFalse();
            assertThat(rig.sink.layerChanges).containsExactly(1, 2);
        }
    }

    @Test
    void vp8HasNoLayers() {
        try (var rig = new PipelineRig(directory)) {
            var vp8 = new StageTrack("bob-v", "bob", "bob-s", MediaKind.VIDEO, "VP8");
            rig.stage.publish(vp8);
            rig.pipeline.onStage(rig.stage.tracks());
            assertThat(rig.stage.isTapped(vp8)).isTrue();
            assertThat(rig.stage.isTapped(vp8, 1)).isFalse();
        }
    }
}
