package io.rostra.signalling.session;

import io.rostra.platform.live.SessionMemory;
import io.rostra.platform.live.SessionMemory.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Between the journals of all rooms and the store: writes in the order given, on a thread of its
/// own, and hands out what was left by the process before. Thread-safe.
final class Scribe implements Journal.Sink, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Scribe.class);

    /// Clients try for a minute to come back. Who opens a room later begins a new session.
    static final Duration RESUME = Duration.ofMinutes(2);

    /// A session that was seen this long before the process began is not gone on with.
    static final Duration STALE = Duration.ofMinutes(5);

    private static final long CLOSE_SECONDS = 3;

    private final SessionMemory memory;
    private final InstantSource clock;
    private final Instant resumeUntil;
    private final Map<String, Kept> left = new ConcurrentHashMap<>();
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("session-memory").factory());

    /// Blocks while it reads.
    Scribe(SessionMemory memory, InstantSource clock) {
        this.memory = memory;
        this.clock = clock;
        Instant now = clock.instant();
        this.resumeUntil = now.plus(RESUME);
        memory.recall()
                .forEach((roomId, entries) -> {
                    var kept = new Kept(entries);
                    if (isFresh(kept, now)) {
                        left.put(roomId, kept);
                    } else {
                        forget(roomId);
                    }
                });
        if (!left.isEmpty()) {
            CompletableFuture.delayedExecutor(RESUME.toSeconds(), TimeUnit.SECONDS, writer)
                    .execute(this::forgetLeft);
        }
    }

    private static boolean isFresh(Kept kept, Instant now) {
        return kept.session()
                .map(session -> Instant.ofEpochMilli(session.seenAt()).plus(STALE).isAfter(now))
                .orElse(false);
    }

    /// Nobody came back to these rooms.
    private void forgetLeft() {
        for (String roomId : List.copyOf(left.keySet())) {
            if (left.remove(roomId) != null) {
                memory.forget(roomId);
            }
        }
    }

    /// What is left of the room's session, handed out once. Empty when it is too late to go on with
    /// it; then it is forgotten.
    Optional<Kept> take(String roomId) {
        Kept kept = left.remove(roomId);
        if (kept != null && late()) {
            forget(roomId);
            return Optional.empty();
        }
        return Optional.ofNullable(kept);
    }

    /// Whether the peer was in the room before the restart, and has not come back yet.
    boolean knows(String roomId, String peerId, String rawToken) {
        Kept kept = left.get(roomId);
        return kept != null && !late() && kept.knows(peerId, rawToken);
    }

    private boolean late() {
        return clock.instant().isAfter(resumeUntil);
    }

    @Override
    public void keep(String roomId, List<Entry> entries) {
        write(() -> memory.keep(roomId, entries));
    }

    @Override
    public void forget(String roomId) {
        write(() -> memory.forget(roomId));
    }

    private void write(Runnable change) {
        writer.execute(() -> {
            try {
                change.run();
            } catch (RuntimeException e) {
                log.error("The state of a session could not be kept", e);
            }
        });
    }

    /// Waits for what is being written.
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("The state of sessions could not be kept in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
