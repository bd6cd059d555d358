package io.rostra.sfu.net;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An event loop on one platform thread: sockets, tasks and timers in turn. A task that throws is
/// logged and costs nothing else.
public final class NioEventLoop implements EventLoop, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NioEventLoop.class);

    /// A turn that takes longer delays every packet of every room on this loop.
    private static final long OVERLONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Scheduled> timers = new PriorityQueue<>();
    private final List<Runnable> endings = new CopyOnWriteArrayList<>();
    private final AtomicBoolean wakeUpPending = new AtomicBoolean();
    private volatile boolean running = true;

    /// The last task was run; what is added now would never be.
    private volatile boolean ended;

    private volatile long overlongTurns;
    private volatile long failedTasks;

    /// Called on the loop when a channel can do what its key is interested in.
    interface ChannelHandler {
        void onReady(SelectionKey key, long now);
    }

    public NioEventLoop(String name) throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
        thread.start();
    }

    @Override
    public void post(Runnable task) {
        offer(task);
    }

    @Override
    public boolean offer(Runnable task) {
        tasks.add(task);
        if (ended) {
            // Run already if the loop took it in its last moment.
            return !tasks.remove(task);
        }
        if (!inside() && wakeUpPending.compareAndSet(false, true)) {
            selector.wakeup();
        }
        return true;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        var scheduled = new Scheduled(now() + delay.toNanos(), task);
        if (inside()) {
            timers.add(scheduled);
        } else {
            post(() -> timers.add(scheduled));
        }
        return scheduled;
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public boolean inside() {
        return Thread.currentThread() == thread;
    }

    /// Turns that took longer than 100 ms since the start.
    public long overlongTurns() {
        return overlongTurns;
    }

    /// Tasks that threw since the start; each is a bug.
    public long failedTasks() {
        return failedTasks;
    }

    /// @param operations of [SelectionKey]
    void register(SelectableChannel channel, int operations, ChannelHandler handler) {
        post(() -> {
            try {
                channel.register(selector, operations, handler);
            } catch (ClosedChannelException _) {
                // Closed meanwhile: nothing will be ready.
            }
        });
    }

    /// Runs the task whenever sockets, tasks and timers have had their turn.
    void atEndOfTurn(Runnable task) {
        endings.add(task);
    }

    @Override
    public void close() {
        running = false;
        selector.wakeup();
        if (!inside()) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try (selector) {
            while (running) {
                turn();
            }
        } catch (IOException e) {
            log.error("Event loop ended: the selector failed", e);
        } finally {
            ended = true;
            runTasks();
            endings.forEach(this::guarded);
        }
    }

    private void turn() throws IOException {
        if (tasks.isEmpty()) {
            selector.select(millisToNextTimer());
        } else {
            selector.selectNow();
        }
        wakeUpPending.set(false);
        long begin = System.nanoTime();
        var keys = selector.selectedKeys();
        if (!keys.isEmpty()) {
            for (SelectionKey key : keys) {
                guarded(() -> ((ChannelHandler) key.attachment()).onReady(key, begin));
            }
            keys.clear();
        }
        runTasks();
        runTimers();
        endings.forEach(this::guarded);
        if (System.nanoTime() - begin > OVERLONG_NANOS) {
            overlongTurns++;
        }
    }

    /// 0 means "until something happens" to the selector, so a timer that is due waits 1 ms.
    private long millisToNextTimer() {
        Scheduled next = timers.peek();
        if (next == null) {
            return 0;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.dueNanos - System.nanoTime()));
    }

    private void runTasks() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            guarded(task);
        }
    }

    private void runTimers() {
        Scheduled next;
        while ((next = timers.peek()) != null && next.dueNanos - System.nanoTime() <= 0) {
            timers.remove();
            if (!next.cancelled) {
                guarded(next.task);
            }
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failedTasks++;
            log.error("A task on the event loop failed; going on", e);
        }
    }

    private static final class Scheduled implements Timer, Comparable<Scheduled> {
        private final long dueNanos;
        private final Runnable task;
        private boolean cancelled;

        Scheduled(long dueNanos, Runnable task) {
            this.dueNanos = dueNanos;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Scheduled other) {
            return Long.compare(dueNanos - other.dueNanos, 0);
        }
    }
}
