package io.rostra.platform.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Whether this server takes new rooms and new people. It is closed before the server stops, by the
/// operator or by the stop itself; whoever is in a room stays, and may come back. Thread-safe.
public final class Intake {

    /// What is said to whoever is turned away.
    public static final String CLOSED =
            "The server is about to stop and takes nobody new; try again in a minute";

    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;

    public boolean isOpen() {
        return open;
    }

    /// @param listener told of each change, on the thread of who made it; must not block
    public void listen(Consumer<Boolean> listener) {
        listeners.add(listener);
    }

    public void open() {
        set(true);
    }

    public void close() {
        set(false);
    }

    private synchronized void set(boolean now) {
        if (open != now) {
            open = now;
            listeners.forEach(listener -> listener.accept(now));
        }
    }
}
