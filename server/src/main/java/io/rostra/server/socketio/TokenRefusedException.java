package io.rostra.server.socketio;

import io.rostra.socketio.rooms.RoomError;

/// A token is no good, or not any more.
final class TokenRefusedException extends Exception {
    private final transient RoomError error;

    TokenRefusedException(RoomError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    RoomError error() {
        return error;
    }
}
