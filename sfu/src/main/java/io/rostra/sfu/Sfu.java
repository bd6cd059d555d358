package io.rostra.sfu;

import java.util.Optional;

/// The forwarding unit of this process: its event loops and the public media port. Thread-safe.
public final class Sfu implements AutoCloseable {

    Sfu() {}

    /// Opens a router on one of the loops.
    ///
    /// @throws IllegalStateException when the room has one already
    public Router openRouter(String roomId) {
        throw new UnsupportedOperationException();
    }

    /// The room's router while it is open. Only [Router#loop()] may be called from other threads.
    public Optional<Router> findRouter(String roomId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
