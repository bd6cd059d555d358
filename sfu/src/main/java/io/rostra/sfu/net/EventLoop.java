package io.rostra.sfu.net;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/// The thread that owns rooms: their transports, tracks, timers and sessions. What a loop owns has
/// no lock and no volatile field.
public interface EventLoop extends Executor {

    /// Runs the task on this loop, after what was posted before. A loop that has ended drops it.
    /// Thread-safe, never blocks.
    void post(Runnable task);

    /// As [#post].
    ///
    /// @return false when the loop has ended and the task will not run
    default boolean offer(Runnable task) {
        post(task);
        return true;
    }

    @Override
    default void execute(Runnable task) {
        post(task);
    }

    /// Runs the task on this loop after the delay. Thread-safe.
    Timer schedule(Duration delay, Runnable task);

    /// The loop's clock, in nanoseconds like [System#nanoTime()].
    long now();

    boolean inside();

    default void assertInside() {
        if (!inside()) {
            throw new IllegalStateException("Called outside the event loop that owns this object");
        }
    }

    /// Runs the supplier on this loop and hands its result, or what it threw, to whoever waits; a
    /// [RejectedExecutionException] when the loop has ended.
    default <T> CompletableFuture<T> call(Supplier<T> supplier) {
        var result = new CompletableFuture<T>();
        boolean accepted =
                offer(() -> {
                    try {
                        result.complete(supplier.get());
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                });
        if (!accepted) {
            result.completeExceptionally(new RejectedExecutionException("The loop has ended"));
        }
        return result;
    }

    interface Timer {
        /// Confined to the loop: after this the task does not run any more.
        void cancel();
    }
}
