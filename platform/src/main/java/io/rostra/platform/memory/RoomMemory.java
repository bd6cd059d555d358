package io.rostra.platform.memory;

import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.store.RoomHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears what happens in rooms and has it written down, in that order, without keeping the rooms
/// waiting. Thread-safe.
public final class RoomMemory implements RoomEvents, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RoomMemory.class);

    /// Events that may wait to be written; more than a store that is merely busy leaves lying.
    private static final int MOST_WAITING = 100_000;

    /// Written in one transaction, so that a thousand joins do not wait for a thousand disk writes.
    private static final int MOST_AT_ONCE = 500;

    private static final int CLOSE_MILLIS = 5_000;

    private sealed interface Entry {
        record Happened(RoomEvent event) implements Entry {}

        record Settled(CompletableFuture<Void> future) implements Entry {}

        record Over() implements Entry {}
    }

    private final RoomHistory history;
    private final Consumer<Set<String>> toTell;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer;

    /// @param toTell hears the ids of rooms of which backends are to be told
    public RoomMemory(RoomHistory history, Consumer<Set<String>> toTell) {
        this.history = history;
        this.toTell = toTell;
        this.writer = Thread.ofVirtual().name("memory").start(this::write);
    }

    @Override
    public void on(RoomEvent event) {
        if (!waiting.offer(new Entry.Happened(event)) && lost.getAndIncrement() == 0) {
            log.error("The store is too slow to remember what happens in rooms");
        }
    }

    /// Events that could not be remembered.
    public long lost() {
        return lost.get();
    }

    /// Completes when all that has happened so far is written down.
    public CompletableFuture<Void> settled() {
        var future = new CompletableFuture<Void>();
        if (!waiting.offer(new Entry.Settled(future))) {
            future.complete(null);
        }
        return future;
    }

    private void write() {
        List<Entry> batch = new ArrayList<>();
        boolean over = false;
        while (!over) {
            try {
                batch.add(waiting.take());
            } catch (InterruptedException _) {
                return;
            }
            waiting.drainTo(batch, MOST_AT_ONCE - 1);
            over = write(batch);
            batch.clear();
        }
    }

    /// @return whether it was the last batch
    private boolean write(List<Entry> batch) {
        List<RoomEvent> events = new ArrayList<>();
        boolean over = false;
        for (Entry entry : batch) {
            switch (entry) {
                case Entry.Happened(var event) -> events.add(event);
                case Entry.Settled _ -> {}
                case Entry.Over() -> over = true;
            }
        }
        record(events);
        events.forEach(EventLog::write);
        for (Entry entry : batch) {
            if (entry instanceof Entry.Settled(var future)) {
                future.complete(null);
            }
        }
        return over;
    }

    private void record(List<RoomEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        try {
            Set<String> rooms = history.record(events);
            if (!rooms.isEmpty()) {
                toTell.accept(rooms);
            }
        } catch (RuntimeException e) {
            if (events.size() == 1) {
                lost.incrementAndGet();
                log.error("Could not write down {}", events.getFirst().getClass(), e);
            } else {
                // One bad event must not take the others with it.
                events.forEach(event -> record(List.of(event)));
            }
        }
    }

    /// Writes down what has happened so far, then hears no more.
    @Override
    public void close() {
        if (!waiting.offer(new Entry.Over())) {
            writer.interrupt();
        }
        try {
            if (!writer.join(java.time.Duration.ofMillis(CLOSE_MILLIS))) {
                log.warn("Not everything that happened in rooms could be written down in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
