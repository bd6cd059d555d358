package io.rostra.socketio.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Things that all wait for the same length of time, in the order in which they are due, with one
/// timer for the first of them: adding and removing cost a few stores, and ten thousand idle
/// sessions keep no timer each. Confined to one event loop.
final class Deadlines<T> {
    /// A place in the line. Belongs to one owner and can be used again after it left.
    static final class Entry<T> {
        private final T owner;
        private @Nullable Deadlines<T> line;
        private long dueNanos;
        private @Nullable Entry<T> previous;
        private @Nullable Entry<T> next;

        Entry(T owner) {
            this.owner = owner;
        }

        /// When it is or was due, on the clock of `System.nanoTime`.
        long dueNanos() {
            return dueNanos;
        }

        /// Leaves the line it stands in, if any.
        void cancel() {
            if (line != null) {
                line.remove(this);
            }
        }
    }

    /// Calls back once after so many nanoseconds.
    interface Timer {
        void schedule(long nanos, Runnable task);
    }

    private final long delayNanos;
    private final Timer timer;
    private final Consumer<T> expired;
    private @Nullable Entry<T> first;
    private @Nullable Entry<T> last;
    private boolean timerRuns;

    Deadlines(long delayNanos, Timer timer, Consumer<T> expired) {
        this.delayNanos = delayNanos;
        this.timer = timer;
        this.expired = expired;
    }

    /// Starts to wait in this line since a time that is seldom earlier than the last one's; leaves
    /// any other line.
    void add(Entry<T> entry, long since) {
        entry.cancel();
        entry.line = this;
        entry.dueNanos = since + delayNanos;
        Entry<T> before = last;
        while (before != null && before.dueNanos - entry.dueNanos > 0) {
            before = before.previous;
        }
        Entry<T> after = before == null ? first : before.next;
        entry.previous = before;
        entry.next = after;
        if (before == null) {
            first = entry;
        } else {
            before.next = entry;
        }
        if (after == null) {
            last = entry;
        } else {
            after.previous = entry;
        }
        if (!timerRuns) {
            startTimer(entry.dueNanos - System.nanoTime());
        }
    }

    /// Lets go everything that is due.
    void advance(long now) {
        Entry<T> entry = first;
        while (entry != null && now - entry.dueNanos >= 0) {
            remove(entry);
            expired.accept(entry.owner);
            entry = first;
        }
        if (entry != null && !timerRuns) {
            startTimer(entry.dueNanos - now);
        }
    }

    private void startTimer(long nanos) {
        timerRuns = true;
        timer.schedule(
                nanos,
                () -> {
                    timerRuns = false;
                    advance(System.nanoTime());
                });
    }

    private void remove(Entry<T> entry) {
        Entry<T> before = entry.previous;
        Entry<T> after = entry.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        entry.line = null;
        entry.previous = null;
        entry.next = null;
    }
}
