package io.rostra.streaming.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one worker running for a live stream: starts it, notices when it dies or hangs, starts
/// another. Confined to one thread; what the worker says waits in a bounded queue for [#poll], and
/// the worker waits when that is full.
///
/// ```
///              start             Ready                    no Pong for 4 s, process gone
///  WAITING ───────────► STARTING ───────► RUNNING ──────────────┐
///     ▲                    └──── 15 s, process gone ────────────┤
///     └──────────── at once, then after 1, 2, 4 ... 10 s ◄──────┘
/// ```
public final class WorkerSupervisor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerSupervisor.class);

    private static final int QUEUE = 512;
    private static final long START_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long PING_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long SILENCE_NANOS = Duration.ofSeconds(4).toNanos();
    private static final long MIN_BACKOFF_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MAX_BACKOFF_NANOS = Duration.ofSeconds(10).toNanos();

    /// After running this long a worker's end counts as the first again.
    private static final long HEALTHY_NANOS = Duration.ofSeconds(30).toNanos();

    private final WorkerConfig config;
    private final Listener listener;
    private State state = State.WAITING;
    private @Nullable Run run;
    private long startAt;
    private long startedAt;
    private long pingAt;
    private long heardAt;
    private long backoffNanos;

    private enum State {
        WAITING,
        STARTING,
        RUNNING
    }

    /// Called from within [#poll].
    public interface Listener {
        void onEvent(WorkerMessage.Event event);

        /// A worker runs and knows nothing of what was sent before.
        void onStarted();
    }

    /// One child and what it said.
    private static final class Run implements WorkerProcess.Listener {
        final BlockingQueue<WorkerMessage.Event> events = new ArrayBlockingQueue<>(QUEUE);
        volatile boolean ended;
        @Nullable WorkerProcess process;

        @Override
        public void onEvent(WorkerMessage.Event event) {
            try {
                while (!ended && !events.offer(event, 1, TimeUnit.SECONDS)) {
                    log.debug("Worker events wait");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onEnded() {
            ended = true;
        }
    }

    /// @param now like [System#nanoTime()]; the first worker starts with the first [#poll] from
    ///   then
    public WorkerSupervisor(WorkerConfig config, Listener listener, long now) {
        this.config = config;
        this.listener = listener;
        startAt = now;
    }

    /// Hands a request to the worker.
    ///
    /// @return false when it was dropped: no worker runs, or it does not keep up
    public boolean send(WorkerMessage.Request request) {
        return state == State.RUNNING
                && run != null
                && run.process != null
                && run.process.send(request);
    }

    /// Whether a worker takes requests now.
    public boolean running() {
        return state == State.RUNNING;
    }

    /// Process id of the worker that runs, or -1.
    public long pid() {
        return run == null || run.process == null ? -1 : run.process.pid();
    }

    /// Hands on what the worker said and looks after it. Call it every few milliseconds.
    public void poll(long now) {
        if (state == State.WAITING) {
            if (now - startAt >= 0) {
                start(now);
            }
            return;
        }
        Run current = run;
        if (current == null) {
            return;
        }
        boolean ended = current.ended;
        for (var event = current.events.poll(); event != null; event = current.events.poll()) {
            take(event, now);
        }
        if (ended) {
            stop(now, "ended by itself");
        } else if (state == State.STARTING && now - startedAt > START_NANOS) {
            stop(now, "was not ready in time");
        } else if (state == State.RUNNING) {
            heartbeat(now);
        }
    }

    private void take(WorkerMessage.Event event, long now) {
        switch (event) {
            case WorkerMessage.Ready() -> {
                log.debug("Worker {} ready after {} ms", pid(), (now - startedAt) / 1_000_000);
                state = State.RUNNING;
                heardAt = now;
                pingAt = now;
                listener.onStarted();
            }
            case WorkerMessage.Pong _ -> heardAt = now;
            case WorkerMessage.Aac _,
                    WorkerMessage.H264 _,
                    WorkerMessage.VideoLost(),
                    WorkerMessage.Composed _,
                    WorkerMessage.TileLost _ ->
                    listener.onEvent(event);
        }
    }

    private void heartbeat(long now) {
        if (now - heardAt > SILENCE_NANOS) {
            stop(now, "hangs");
        } else if (now - pingAt >= 0) {
            pingAt = now + PING_NANOS;
            send(new WorkerMessage.Ping(now));
        }
    }

    private void start(long now) {
        var starting = new Run();
        run = starting;
        startedAt = now;
        state = State.STARTING;
        try {
            starting.process = WorkerProcess.start(config, starting);
        } catch (IOException e) {
            stop(now, "cannot be started: " + e.getMessage());
        }
    }

    private void stop(long now, String reason) {
        log.warn("Worker {} {}; the next one starts", pid(), reason);
        boolean healthy = state == State.RUNNING && now - startedAt > HEALTHY_NANOS;
        endRun();
        startAt = now + (healthy ? 0 : backoffNanos);
        backoffNanos =
                healthy ? 0 : Math.clamp(2 * backoffNanos, MIN_BACKOFF_NANOS, MAX_BACKOFF_NANOS);
        state = State.WAITING;
    }

    private void endRun() {
        Run current = run;
        run = null;
        if (current != null && current.process != null) {
            current.ended = true;
            current.process.close();
        }
    }

    /// Ends the worker; [#poll] must not be called any more.
    @Override
    public void close() {
        endRun();
        state = State.WAITING;
    }
}
