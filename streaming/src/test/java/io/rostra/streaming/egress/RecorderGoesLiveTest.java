package io.rostra.streaming.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.media.container.ContainerException;
import io.rostra.sfu.Router;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.SfuConfig;
import io.rostra.streaming.frames.VideoFrame;
import io.rostra.streaming.testing.Recordings;
import io.rostra.streaming.worker.WorkerConfig;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A recorder that makes H.264 goes live without a video codec in between: the slices that it made
/// are the slices that come out, byte for byte.
class RecorderGoesLiveTest {
    private static final int LAST_SLICE_TYPE = 5;

    @TempDir static Path directory;

    private final CollectingSink sink = new CollectingSink();

    @ParameterizedTest
    @ValueSource(strings = {"chromium-h264-opus.webm", "chromium-h264-opus.mp4"})
    void h264IsCopied(String name) throws Exception {
        Set<String> recorded = slicesOf(name);
        try (Sfu sfu = Sfu.start(new SfuConfig(0, 1, List.of()))) {
            Router room = sfu.openRouter("room");
            var config =
                    new EgressConfig(
                            new WorkerConfig(directory),
                            Duration.ofSeconds(30),
                            CompositeConfig.OFF);
            try (LiveEgress egress =
                    LiveEgress.start(
                            room,
                            config,
                            () -> CompletableFuture.completedFuture(RoomLook.NONE),
                            (_, _) -> sink,
                            new Untroubled())) {
                Recordings.publish(room, "ann", name);
                // Those up to the first key frame that comes when somebody watches are lost.
                PipelineRig.await(() -> pictures() > 8, "pictures");
                egress.close();
                egress.awaitEnd(Duration.ofSeconds(20));
            }
        }
        assertThat(recorded).hasSizeGreaterThan(30);
        for (VideoFrame frame : sink.video) {
            assertThat(recorded).containsAll(slices(frame.data()));
        }
    }

    private int pictures() {
        synchronized (sink) {
            return sink.video.size();
        }
    }

    private static Set<String> slicesOf(String name) throws ContainerException {
        var slices = new HashSet<String>();
        Recordings.pictures(name).forEach(picture -> slices.addAll(slices(picture.data())));
        return slices;
    }

    /// The slices among length-prefixed NAL units.
    private static List<String> slices(byte[] frame) {
        var slices = new ArrayList<String>();
        for (int at = 0; at + 4 < frame.length; ) {
            int length = ByteBuffer.wrap(frame).getInt(at);
            int type = frame[at + 4] & 0x1F;
            if (type >= 1 && type <= LAST_SLICE_TYPE) {
                slices.add(HexFormat.of().formatHex(frame, at + 4, at + 4 + length));
            }
            at += 4 + length;
        }
        return slices;
    }

    private record Untroubled() implements LiveEgress.Listener {
        @Override
        public void onStageEmpty() {}

        @Override
        public void onFailed(RuntimeException cause) {
            throw cause;
        }
    }
}
