package io.rostra.socketio.rooms;

import org.jspecify.annotations.Nullable;

/// Whether a socket may be in a room, and as what.
public sealed interface Admission {
    /// @param seat its place in a room that reaches beyond Socket.IO; null in rooms of sockets only
    record Admitted(boolean maySendMedia, boolean mayChat, @Nullable Seat seat)
            implements Admission {
        public Admitted(boolean maySendMedia, boolean mayChat) {
            this(maySendMedia, mayChat, null);
        }
    }

    record Refused(RoomError error) implements Admission {}

    /// With all rights.
    static Admission full() {
        return new Admitted(true, true);
    }
}
