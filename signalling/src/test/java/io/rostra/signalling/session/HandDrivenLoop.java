package io.rostra.signalling.session;

import io.rostra.sfu.net.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/// An event loop on the test's own thread: tasks run when told to, time passes when told to.
final class HandDrivenLoop implements EventLoop, InstantSource {

    private static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::dueNanos));
    private long now;

    private static final class Alarm implements Timer {
        private final long dueNanos;
        private final Runnable task;
        private boolean cancelled;

        Alarm(long dueNanos, Runnable task) {
            this.dueNanos = dueNanos;
            this.task = task;
        }

        long dueNanos() {
            return dueNanos;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Override
    public void post(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        var alarm = new Alarm(now + delay.toNanos(), task);
        alarms.add(alarm);
        return alarm;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public boolean inside() {
        return true;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(now);
    }

    /// Runs what was posted, and what that posts.
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    void advance(Duration time) {
        long end = now + time.toNanos();
        run();
        for (Alarm next = alarms.peek();
                next != null && next.dueNanos() <= end;
                next = alarms.peek()) {
            alarms.remove();
            now = next.dueNanos();
            if (!next.cancelled) {
                next.task.run();
            }
            run();
        }
        now = end;
    }
}
