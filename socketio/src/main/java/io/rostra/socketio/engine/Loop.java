package io.rostra.socketio.engine;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The event loop that owns all sessions of a server. It is the loop of the first request, so that
/// a server on one loop never hands anything over. Thread-safe.
public final class Loop {
    private final Vertx vertx;
    private final AtomicReference<@Nullable EventLoop> owner = new AtomicReference<>();

    public Loop(Vertx vertx) {
        this.vertx = vertx;
    }

    public boolean isInside() {
        return eventLoop().inEventLoop();
    }

    public void assertInside() {
        if (!isInside()) {
            throw new IllegalStateException("not on the event loop that owns this server");
        }
    }

    /// Runs the task now when called on the loop, else soon on the loop, in the order of calls.
    public void run(Runnable task) {
        EventLoop loop = eventLoop();
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /// Runs the task later in this turn of the loop, after the input that is being handled.
    public void post(Runnable task) {
        eventLoop().execute(task);
    }

    public ScheduledFuture<?> schedule(Duration delay, Runnable task) {
        return scheduleNanos(delay.toNanos(), task);
    }

    ScheduledFuture<?> scheduleNanos(long nanos, Runnable task) {
        return eventLoop().schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    private EventLoop eventLoop() {
        EventLoop known = owner.get();
        if (known != null) {
            return known;
        }
        EventLoop first = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        EventLoop winner = owner.compareAndExchange(null, first);
        return winner == null ? first : winner;
    }
}
