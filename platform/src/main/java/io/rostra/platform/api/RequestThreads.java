package io.rostra.platform.api;

import java.util.concurrent.Semaphore;

/// One virtual thread per request, up to a limit. Thread-safe.
final class RequestThreads {

    private static final int LIMIT = 512;

    private final Semaphore free = new Semaphore(LIMIT);

    /// @return false when too many requests are being answered already
    boolean run(Runnable work) {
        if (!free.tryAcquire()) {
            return false;
        }
        Thread.ofVirtual()
                .name("api")
                .start(() -> {
                    try {
                        work.run();
                    } finally {
                        free.release();
                    }
                });
        return true;
    }
}
