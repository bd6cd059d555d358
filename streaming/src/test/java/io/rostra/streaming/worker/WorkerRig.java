package io.rostra.streaming.worker;

import io.rostra.streaming.worker.WorkerMessage.Aac;
import io.rostra.streaming.worker.WorkerMessage.H264;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A real worker process and what it said.
final class WorkerRig implements AutoCloseable, WorkerProcess.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final WorkerProcess process;
    private final List<WorkerMessage.Event> events = new ArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    WorkerRig(Path directory) throws Exception {
        process = WorkerProcess.start(new WorkerConfig(directory), this);
        if (!ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The worker is not ready");
        }
    }

    @Override
    public void onEvent(WorkerMessage.Event event) {
        if (event instanceof WorkerMessage.Ready) {
            ready.countDown();
        }
        synchronized (events) {
            events.add(event);
        }
    }

    @Override
    public void onEnded() {
        ended.countDown();
    }

    /// Waits while the queue to the worker is full.
    void send(WorkerMessage.Request request) {
        await(() -> process.send(request), "the worker takes a request");
    }

    /// Waits until the worker has dealt with everything sent before.
    void settle(long id) {
        send(new WorkerMessage.Ping(id));
        await(() -> all(WorkerMessage.Pong.class).stream().anyMatch(p -> p.id() == id), "a pong");
    }

    <E extends WorkerMessage.Event> List<E> all(Class<E> type) {
        synchronized (events) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    List<Aac> aac(int atLeast) {
        await(() -> all(Aac.class).size() >= atLeast, atLeast + " AAC frames");
        return all(Aac.class);
    }

    List<H264> h264(int atLeast) {
        await(() -> all(H264.class).size() >= atLeast, atLeast + " H.264 pictures");
        return all(H264.class);
    }

    boolean awaitEnd() throws InterruptedException {
        return ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Waited in vain for " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
