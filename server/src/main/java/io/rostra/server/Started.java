package io.rostra.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was started, to be closed in reverse order. A part that fails to close does not keep the
/// others from it.
final class Started implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Started.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (TimeoutException _) {
                log.warn("A part of the server took too long to close");
            } catch (Exception e) {
                log.warn("A part of the server did not close cleanly", e);
            }
        }
    }
}
