package io.rostra.streaming.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.testing.Sounds;
import io.rostra.streaming.testing.TestCodecs;
import io.rostra.streaming.worker.WorkerMessage.Aac;
import io.rostra.streaming.worker.WorkerMessage.H264;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerProcessTest {
    private static final int SECOND = 48_000;

    /// Delay of an Opus encoder in its low-delay mode: the first samples that it gives out are
    /// these many samples older than those that it took (RFC 7845 section 4.2 calls it pre-skip).
    private static final int OPUS_DELAY = 120;

    /// Shared by all tests, so that the native libraries are unpacked once.
    @TempDir static Path directory;

    @Test
    void opusBecomesContinuousAacAtTheSameTime() throws Exception {
        int onset = SECOND;
        List<byte[]> opus = TestCodecs.opus(Sounds.toneFrom(onset, 4 * SECOND));
        try (var worker = new WorkerRig(directory)) {
            for (int i = 0; i < opus.size(); i++) {
                worker.send(new WorkerMessage.Opus(960L * i, opus.get(i)));
            }
            List<Aac> aac = worker.aac(4 * SECOND / 1024 - 3);
            for (int i = 0; i < aac.size(); i++) {
                assertThat(aac.get(i).pts()).isEqualTo(1024L * (i - 1));
            }
            float[] sound = TestCodecs.decodeAac(aac.stream().map(Aac::payload).toList());
            long heardAt = Sounds.onset(sound) + aac.getFirst().pts();
            assertThat(heardAt).isBetween(onset + OPUS_DELAY - 240L, onset + OPUS_DELAY + 480L);
            int from = onset + 4096;
            assertThat(Sounds.quietest(sound, from, sound.length - 2048)).isGreaterThan(0.2);
        }
    }

    @Test
    void vp8BecomesH264PictureForPicture() throws Exception {
        var vp8 = TestCodecs.vp8(320, 240, 60, n -> n < 30 ? 50 : 200);
        try (var worker = new WorkerRig(directory)) {
            for (int i = 0; i < vp8.size(); i++) {
                if (i == 45) {
                    worker.send(new WorkerMessage.ForceKeyFrame());
                }
                worker.send(
                        new WorkerMessage.Vp8(3000L * i, vp8.get(i).keyFrame(), vp8.get(i).data()));
                worker.h264(i + 1);
            }
            List<H264> pictures = worker.h264(60);
            assertThat(pictures).extracting(H264::pts).startsWith(0L, 3000L, 6000L);
            assertThat(pictures.getFirst().keyFrame()).isTrue();
            assertThat(pictures.get(45).keyFrame()).isTrue();
            List<Integer> lumas =
                    TestCodecs.decodeH264(pictures.stream().map(H264::payload).toList());
            assertThat(lumas).hasSize(60);
            assertThat(lumas.subList(2, 29)).allMatch(luma -> Math.abs(luma - 50) < 25);
            assertThat(lumas.subList(31, 60)).allMatch(luma -> Math.abs(luma - 200) < 25);
        }
    }

    @Test
    void newPictureSizesAndOddOnesMakeNewParameterSets() throws Exception {
        try (var worker = new WorkerRig(directory)) {
            long pts = 0;
            int sent = 0;
            for (int[] size : new int[][] {{320, 240}, {161, 121}, {640, 360}, {8, 8}}) {
                for (var picture : TestCodecs.vp8(size[0], size[1], 5, n -> 100)) {
                    worker.send(new WorkerMessage.Vp8(pts, picture.keyFrame(), picture.data()));
                    pts += 3000;
                }
                sent += size[0] > 8 ? 5 : 0;
                worker.h264(sent);
            }
            List<H264> pictures = worker.h264(15);
            assertThat(pictures).hasSize(15);
            assertThat(pictures.get(5).keyFrame()).isTrue();
            assertThat(pictures.get(10).keyFrame()).isTrue();
            WorkerRig.await(
                    () -> !worker.all(WorkerMessage.VideoLost.class).isEmpty(), "a lost picture");
            assertThat(worker.process.alive()).isTrue();
        }
    }

    @Test
    void endsWhenItsServerIsGone() throws Exception {
        try (var worker = new WorkerRig(directory)) {
            worker.process.endRequests();
            assertThat(worker.awaitEnd()).isTrue();
        }
    }

    @Test
    void leavesNoSocketBehindAndDiesWhenClosed() throws Exception {
        try (var worker = new WorkerRig(directory)) {
            long pid = worker.process.pid();
            worker.process.close();
            assertThat(worker.awaitEnd()).isTrue();
            assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
            assertThat(worker.process.send(new WorkerMessage.Ping(1))).isFalse();
        }
        try (var files = Files.list(directory)) {
            assertThat(files).extracting(p -> p.getFileName().toString()).containsOnly("native");
        }
    }

    @Test
    void damagedInputDoesNotEndIt() throws Exception {
        var random = new Random(17);
        List<byte[]> opus = TestCodecs.opus(Sounds.tone(SECOND));
        var vp8 = TestCodecs.vp8(320, 240, 30, n -> 4 * n);
        try (var worker = new WorkerRig(directory)) {
            for (int i = 0; i < 3000; i++) {
                byte[] packet = damaged(opus.get(random.nextInt(opus.size())), random);
                worker.send(new WorkerMessage.Opus(960L * i, packet));
                var picture = vp8.get(random.nextInt(vp8.size()));
                byte[] frame = damaged(picture.data(), random);
                worker.send(new WorkerMessage.Vp8(3000L * i, random.nextBoolean(), frame));
                if (i % 100 == 0) {
                    worker.send(new WorkerMessage.NewAudioSource());
                    worker.send(new WorkerMessage.NewVideoSource(1));
                    worker.settle(i);
                }
            }
            worker.settle(-1);
            assertThat(worker.process.alive()).isTrue();
            assertThat(residentMegabytes(worker.process.pid())).isLessThan(400);
        }
    }

    @Test
    void memoryStaysFlat() throws Exception {
        List<byte[]> opus = TestCodecs.opus(Sounds.tone(SECOND));
        try (var worker = new WorkerRig(directory)) {
            var sizes = new ArrayList<Long>();
            long pts = 0;
            for (int round = 0; round < 6; round++) {
                for (int i = 0; i < 2_000; i++) {
                    worker.send(new WorkerMessage.Opus(pts, opus.get(i % opus.size())));
                    pts += 960;
                }
                worker.settle(round);
                sizes.add(residentMegabytes(worker.process.pid()));
            }
            assertThat(sizes.getLast() - sizes.get(1)).as("MB over time %s", sizes).isLessThan(30);
        }
    }

    private static byte[] damaged(byte[] data, Random random) {
        byte[] copy = data.clone();
        for (int flips = random.nextInt(8); flips > 0; flips--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return random.nextInt(10) == 0
                ? java.util.Arrays.copyOf(copy, random.nextInt(copy.length))
                : copy;
    }

    private static long residentMegabytes(long pid) throws Exception {
        Path status = Path.of("/proc/" + pid + "/status");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(status));
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new AssertionError("No VmRSS");
    }
}
