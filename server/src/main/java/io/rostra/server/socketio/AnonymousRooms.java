package io.rostra.server.socketio;

import io.rostra.socketio.rooms.RoomError;

/// Who may create and join rooms without a token: rooms of Socket.IO clients only, known by their
/// id alone.
public enum AnonymousRooms {
    /// Whoever sits at this machine; see `Locality`.
    LOCAL,
    /// Everybody who reaches the server.
    OPEN,
    /// Nobody.
    OFF;

    boolean admit(boolean local) {
        return switch (this) {
            case LOCAL -> local;
            case OPEN -> true;
            case OFF -> false;
        };
    }

    /// What to tell somebody who was not admitted.
    RoomError refusal() {
        String who =
                switch (this) {
                    case LOCAL -> "only for clients on the machine the server runs on";
                    case OPEN -> throw new IllegalStateException("open rooms admit everybody");
                    case OFF -> "for nobody";
                };
        return new RoomError(
                "token-required",
                "rooms without a token are "
                        + who
                        + "; connect with auth: {token} of a platform room, or start the server"
                        + " with socketio-rooms: open");
    }
}
