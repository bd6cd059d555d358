package io.rostra.streaming.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Measures what a composite costs: feeds a worker the same VP8 clip for every tile, in real time.
/// Arguments: an IVF file of 30 pictures a second, the number of tiles, seconds, the composite's
/// height. `docs/performance.md` says how it is run.
final class CompositeCost {

    private CompositeCost() {}

    public static void main(String[] arguments) throws Exception {
        List<byte[]> clip = ivf(Path.of(arguments[0]));
        int count = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        int height = Integer.parseInt(arguments[3]);
        int width = height * 16 / 9 & ~1;
        int columns = (int) Math.ceil(Math.sqrt(count));
        var tiles = new ArrayList<WorkerMessage.Tile>();
        for (int i = 0; i < count; i++) {
            int tileWidth = width / columns & ~1;
            int tileHeight = height / columns & ~1;
            tiles.add(
                    new WorkerMessage.Tile(
                            i,
                            i % columns * tileWidth,
                            i / columns * tileHeight,
                            tileWidth,
                            tileHeight,
                            false));
        }
        var pictures = new AtomicInteger();
        var bytes = new AtomicInteger();
        var listener =
                new WorkerProcess.Listener() {
                    @Override
                    public void onEvent(WorkerMessage.Event event) {
                        if (event instanceof WorkerMessage.Composed(var _, var _, var data)) {
                            pictures.incrementAndGet();
                            bytes.addAndGet(data.length);
                        }
                    }

                    @Override
                    public void onEnded() {}
                };
        Path directory = Files.createTempDirectory("rostra-cost");
        try (var worker = WorkerProcess.start(new WorkerConfig(directory), listener)) {
            worker.send(new WorkerMessage.Layout(width, height, tiles));
            ProcessHandle process = ProcessHandle.of(worker.pid()).orElseThrow();
            long start = System.nanoTime();
            Duration before = Duration.ZERO;
            int warm = 5 * 30;
            for (int n = 0; n < seconds * 30 + warm; n++) {
                if (n == warm) {
                    before = process.info().totalCpuDuration().orElseThrow();
                    pictures.set(0);
                    bytes.set(0);
                }
                for (int i = 0; i < count; i++) {
                    byte[] frame = clip.get(n % clip.size());
                    boolean key = (frame[0] & 1) == 0;
                    worker.send(new WorkerMessage.TilePicture(i, false, key, frame));
                }
                worker.send(new WorkerMessage.Compose(n * 3_000L));
                LockSupport.parkNanos(start + (n + 1) * 1_000_000_000L / 30 - System.nanoTime());
            }
            Duration used = process.info().totalCpuDuration().orElseThrow().minus(before);
            System.out.printf(
                    "%d tiles to %dx%d: %.3f processors, %.1f pictures/s, %.2f Mbit/s%n",
                    count,
                    width,
                    height,
                    used.toMillis() / 1000.0 / seconds,
                    pictures.get() / (double) seconds,
                    bytes.get() * 8 / 1e6 / seconds);
        }
    }

    /// Frames of an IVF file: a header of 32 bytes, then of each frame its size, a time of 8 bytes,
    /// its bytes.
    private static List<byte[]> ivf(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(32);
        var frames = new ArrayList<byte[]>();
        while (bytes.remaining() > 12) {
            byte[] frame = new byte[bytes.getInt()];
            bytes.getLong();
            bytes.get(frame);
            frames.add(frame);
        }
        return frames;
    }
}
