package io.rostra.socketio.rooms;

import io.rostra.socketio.Socket;

/// A seat's hold on its member. Used on the server's loop.
public interface Membership {
    Socket socket();

    /// Puts the member out of the room and tells it why, as `room-error`. Nothing happens when it
    /// has left.
    void expel(RoomError reason);
}
