package io.rostra.signalling.ws;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Empties the outboxes of one event loop's sockets, in turns.
///
/// A message to a large room is a write to each member, and the next message comes before all are
/// written. So a turn that took long is followed by a pause as long as it was: what comes meanwhile
/// leaves with one write to each socket instead of two, and the loop has time to read. In a small
/// room there is no pause.
final class WriteTurns {

    /// Sockets that are written to before the loop reads again.
    private static final int CHUNK = 64;

    private static final Duration LONG = Duration.ofMillis(4);
    private static final Duration MAX_PAUSE = Duration.ofMillis(40);

    private final Context context;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /// There is a turn, or a pause, or one of both is about to begin.
    private final AtomicBoolean busy = new AtomicBoolean();

    private long began;

    /// @param context one whose thread is that of all the sockets
    WriteTurns(Context context) {
        this.context = context;
    }

    /// Asks for a place in the next turn, on any thread.
    ///
    /// @param drain writes what waits, on the event loop
    void add(Runnable drain) {
        waiting.add(drain);
        begin();
    }

    private void begin() {
        if (busy.compareAndSet(false, true)) {
            context.runOnContext(_ -> {
                began = System.nanoTime();
                write();
            });
        }
    }

    private void write() {
        int written = 0;
        for (Runnable drain = waiting.poll(); drain != null; drain = waiting.poll()) {
            drain.run();
            if (++written == CHUNK) {
                break;
            }
        }
        // The flushes of what was written are tasks of this loop too, before this one.
        context.runOnContext(_ -> {
            if (waiting.isEmpty()) {
                pause();
            } else {
                write();
            }
        });
    }

    private void pause() {
        long spent = System.nanoTime() - began;
        if (spent < LONG.toNanos()) {
            end();
        } else {
            long millis = TimeUnit.NANOSECONDS.toMillis(Math.min(spent, MAX_PAUSE.toNanos()));
            context.owner().setTimer(millis, _ -> end());
        }
    }

    private void end() {
        busy.set(false);
        if (!waiting.isEmpty()) {
            begin();
        }
    }
}
