package io.rostra.server;

import io.rostra.platform.store.WorkspaceStore;
import io.rostra.platform.workspace.Workspaces;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices workspaces and keys that others put into the store: commands, or servers that share it.
final class WorkspaceWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkspaceWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final WorkspaceStore store;
    private final Workspaces workspaces;
    private final ServerConfig config;
    private final Thread thread;

    WorkspaceWatch(WorkspaceStore store, Workspaces workspaces, ServerConfig config) {
        this.store = store;
        this.workspaces = workspaces;
        this.config = config;
        this.thread = Thread.ofVirtual().name("workspaces").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                look();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    void look() {
        try {
            workspaces.replace(Stores.withConfiguredKeys(store.all(), config), store.retiredKeys());
        } catch (RuntimeException e) {
            log.warn("The workspaces could not be read; those known stay in force", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
