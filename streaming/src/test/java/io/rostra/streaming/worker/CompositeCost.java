package io.rostra.streaming.worker;

import io.rostra.streaming.testing.TestCodecs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Measures what encoding for an audience costs: `./rostra bench composite`. Feeds a worker in real
/// time, four publishers who are composed, and one who is only encoded.
final class CompositeCost {

    private static final int RATE = 30;
    private static final int WARM_SECONDS = 4;
    private static final int CLIP = 4 * RATE;

    private CompositeCost() {}

    /// @param height of what publishers send
    /// @param tiles 1 for no composite
    private record Scenario(String name, int tiles, int height, int sizes) {}

    public static void main(String[] arguments) throws Exception {
        int seconds = 20;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (arguments[i].equals("--seconds")) {
                seconds = Integer.parseInt(arguments[i + 1]);
            }
        }
        Path directory = Files.createTempDirectory("rostra-cost");
        List<Scenario> scenarios =
                List.of(
                        new Scenario("VP8 720p to 720p", 1, 720, 1),
                        new Scenario("VP8 720p to 720p + 360p", 1, 720, 2),
                        new Scenario("4 x VP8 720p to 720p", 4, 720, 1),
                        new Scenario("4 x VP8 720p to 720p + 480p + 360p", 4, 720, 3),
                        new Scenario("4 x VP8 360p (layers) to 720p + 480p + 360p", 4, 360, 3));
        for (Scenario scenario : scenarios) {
            measure(directory, scenario, seconds);
        }
    }

    private static void measure(Path directory, Scenario scenario, int seconds) throws Exception {
        int height = scenario.height();
        List<TestCodecs.Picture> clip = TestCodecs.camera(height * 16 / 9, height, CLIP, 40);
        var counter = new Counter();
        try (var worker = WorkerProcess.start(new WorkerConfig(directory), counter)) {
            counter.ready.await();
            if (scenario.tiles() > 1) {
                worker.send(layout(scenario));
            } else {
                worker.send(new WorkerMessage.NewVideoSource(scenario.sizes()));
            }
            ProcessHandle process = ProcessHandle.of(worker.pid()).orElseThrow();
            long start = System.nanoTime();
            Duration before = Duration.ZERO;
            int warm = WARM_SECONDS * RATE;
            int refused = 0;
            for (int n = 0; n < seconds * RATE + warm; n++) {
                if (n == warm) {
                    before = process.info().totalCpuDuration().orElseThrow();
                    counter.begin();
                    refused = 0;
                }
                TestCodecs.Picture picture = clip.get(n % clip.size());
                counter.asked(n);
                for (WorkerMessage.Request request : requests(scenario, picture, n)) {
                    refused += worker.send(request) ? 0 : 1;
                }
                LockSupport.parkNanos(start + (n + 1) * 1_000_000_000L / RATE - System.nanoTime());
            }
            Duration used = process.info().totalCpuDuration().orElseThrow().minus(before);
            System.out.printf(
                    "%-46s %.2f processors, %.1f pictures/s, refused %d, ready p50 %.0f p95 %.0f ms,"
                            + " Mbit/s %s%n",
                    scenario.name(),
                    used.toMillis() / 1000.0 / seconds,
                    counter.pictures.get() / (double) seconds,
                    refused,
                    counter.delay(50),
                    counter.delay(95),
                    counter.rates(seconds, scenario.sizes()));
        }
    }

    private static List<WorkerMessage.Request> requests(
            Scenario scenario, TestCodecs.Picture picture, int n) {
        var requests = new ArrayList<WorkerMessage.Request>();
        if (scenario.tiles() == 1) {
            requests.add(new WorkerMessage.Vp8(n * 3_000L, picture.keyFrame(), picture.data()));
        } else {
            for (int i = 0; i < scenario.tiles(); i++) {
                requests.add(
                        new WorkerMessage.TilePicture(
                                i, false, picture.keyFrame(), picture.data()));
            }
            requests.add(new WorkerMessage.Compose(n * 3_000L));
        }
        if (n % 60 == 0) {
            requests.addFirst(new WorkerMessage.ForceKeyFrame());
        }
        return requests;
    }

    private static WorkerMessage.Layout layout(Scenario scenario) {
        var tiles = new ArrayList<WorkerMessage.Tile>();
        for (int i = 0; i < scenario.tiles(); i++) {
            tiles.add(
                    new WorkerMessage.Tile(
                            i, i % 2 * 642, i / 2 * 362, 638, 358, false, "Somebody"));
        }
        return new WorkerMessage.Layout(1280, 720, scenario.sizes(), 0x14161A, tiles);
    }

    /// What comes back.
    private static final class Counter implements WorkerProcess.Listener {
        final CountDownLatch ready = new CountDownLatch(1);
        final AtomicInteger pictures = new AtomicInteger();
        final AtomicLong[] bytes = {new AtomicLong(), new AtomicLong(), new AtomicLong()};
        private final long[] askedAt = new long[1 << 16];
        private final List<Long> delays = new ArrayList<>();

        @Override
        public void onEvent(WorkerMessage.Event event) {
            switch (event) {
                case WorkerMessage.Ready() -> ready.countDown();
                case WorkerMessage.Composed(var rung, var pts, var _, var data) ->
                        count(rung, pts, data);
                case WorkerMessage.H264(var rung, var pts, var _, var data) ->
                        count(rung, pts, data);
                default -> {}
            }
        }

        private synchronized void count(int rung, long pts, byte[] data) {
            bytes[rung].addAndGet(data.length);
            if (rung == 0) {
                pictures.incrementAndGet();
                delays.add(System.nanoTime() - askedAt[(int) (pts / 3_000)]);
            }
        }

        synchronized void asked(int n) {
            askedAt[n] = System.nanoTime();
        }

        synchronized void begin() {
            pictures.set(0);
            delays.clear();
            for (AtomicLong each : bytes) {
                each.set(0);
            }
        }

        synchronized double delay(int percent) {
            long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
            return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100] / 1e6;
        }

        String rates(int seconds, int sizes) {
            return Arrays.stream(bytes)
                    .limit(sizes)
                    .map(each -> "%.2f".formatted(each.get() * 8 / 1e6 / seconds))
                    .toList()
                    .toString();
        }

        @Override
        public void onEnded() {}
    }
}
