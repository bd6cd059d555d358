package io.rostra.socketio.rooms;

/// Whether a socket may be in a room, and as what.
public sealed interface Admission {
    record Admitted(boolean maySendMedia, boolean mayChat) implements Admission {}

    record Refused(RoomError error) implements Admission {}

    /// With all rights.
    static Admission full() {
        return new Admitted(true, true);
    }
}
