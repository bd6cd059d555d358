package io.rostra.socketio.rooms;

import io.rostra.socketio.IncomingEvent;
import io.rostra.socketio.Socket;

/// A seat's hold on its member. Used on the server's loop.
public interface Membership {
    Socket socket();

    /// Changes what the member may do.
    void allow(boolean sendMedia, boolean chat);

    /// Tells the member that an event of its did nothing.
    void refuse(IncomingEvent event, RoomError error);

    /// Puts the member out of the room and tells it why, as `room-error`. Nothing happens when it
    /// has left.
    void expel(RoomError reason);
}
