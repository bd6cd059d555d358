package io.rostra.streaming.egress.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Requests that wait for a part that does not exist yet (bis section 6.2.5.2), without a thread
/// each. Thread-safe: the frame thread wakes, event loops hold.
final class BlockingReload {

    /// @param wake runs on the waking thread and must only hand over
    record Waiter(BooleanSupplier ready, Runnable wake) {}

    private final List<Waiter> waiters = new ArrayList<>();

    /// Wakes the waiter at once if what it waits for has come meanwhile.
    void hold(Waiter waiter) {
        synchronized (waiters) {
            // Looking again inside the lock: a part published before is seen here, one published
            // after wakes us.
            if (!waiter.ready().getAsBoolean()) {
                waiters.add(waiter);
                return;
            }
        }
        waiter.wake().run();
    }

    /// False if it has been woken.
    boolean release(Waiter waiter) {
        synchronized (waiters) {
            return waiters.remove(waiter);
        }
    }

    /// Something was published: wakes all who waited for it.
    void wake() {
        List<Waiter> woken = new ArrayList<>();
        synchronized (waiters) {
            waiters.removeIf(waiter -> waiter.ready().getAsBoolean() && woken.add(waiter));
        }
        woken.forEach(waiter -> waiter.wake().run());
    }
}
