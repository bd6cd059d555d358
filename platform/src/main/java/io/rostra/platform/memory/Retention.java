package io.rostra.platform.memory;

import io.rostra.platform.store.PlatformStores;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets what is older than the operator wants it kept. Works on a thread of its own, a little at
/// a time.
public final class Retention implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    /// The original keeps them for so long.
    private static final Duration WEBHOOKS = Duration.ofDays(30);

    private static final Duration AUDIT = Duration.ofDays(400);

    private final PlatformStores stores;
    private final Duration sessions;
    private final Thread thread;

    /// @param sessions for how long sessions, their peers and join failures are kept
    public Retention(PlatformStores stores, Duration sessions) {
        this.stores = stores;
        this.sessions = sessions;
        this.thread = Thread.ofVirtual().name("retention").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                purge(stores.clock().instant());
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    void purge(Instant now) throws InterruptedException {
        try {
            stores.audit().purge(now.minus(AUDIT));
            while (stores.sessions().purge(now.minus(sessions))
                    | stores.webhooks().purge(now.minus(WEBHOOKS))) {
                // Others want to write too.
                Thread.sleep(20);
            }
        } catch (RuntimeException e) {
            log.error("Could not forget what is old", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
