package io.rostra.streaming.worker;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// One medium's thread in the worker, with a bounded queue in front of it. Whoever hands in chooses
/// whether to wait.
final class Pipeline {
    private final BlockingQueue<WorkerMessage.Request> queue;
    private final Handler handler;
    private volatile long busySince;
    private volatile boolean busy;

    Pipeline(String name, int capacity, Handler handler) {
        queue = new ArrayBlockingQueue<>(capacity);
        this.handler = handler;
        Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    interface Handler {
        void handle(WorkerMessage.Request request) throws CodecException;
    }

    /// False when the queue is full: the request is dropped.
    boolean offer(WorkerMessage.Request request) {
        return queue.offer(request);
    }

    /// Waits while the queue is full.
    void put(WorkerMessage.Request request) throws InterruptedException {
        queue.put(request);
    }

    /// Whether it has been at one request for longer than `nanos`.
    boolean stuck(long now, long nanos) {
        return busy && now - busySince > nanos;
    }

    private void run() {
        try {
            while (true) {
                WorkerMessage.Request request = queue.take();
                busySince = System.nanoTime();
                busy = true;
                handler.handle(request);
                busy = false;
            }
        } catch (InterruptedException | CodecException | RuntimeException | Error e) {
            WorkerMain.fail(e);
        }
    }
}
