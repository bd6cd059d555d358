package io.rostra.socketio.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rostra.socketio.IncomingEvent;

/// One member's place in a room that reaches beyond Socket.IO: others are in it by other ways. Then
/// the seat, not the room events, tells the member who is there, comes, goes and speaks. Media goes
/// round among the room's sockets as ever, and is shown to the seat of its sender.
///
/// A [RoomAccess] that is asked again may answer with the seat that the socket has, which changes
/// nothing.
///
/// Called on the server's loop.
public interface Seat {
    /// The id of the room it is in: the one that was asked for, or for `create-room` any.
    String roomId();

    /// The member is in. From now on it may be told of what happens, also of what happened since it
    /// was admitted.
    void taken(Membership membership);

    /// What `join-room` is answered, beside the `room`.
    void describe(ObjectNode answer);

    /// `message`: says it to whom it is for, and answers the event.
    void onMessage(IncomingEvent event);

    /// `room-users`: who is there, in the order in which they came.
    JsonNode users();

    /// Whether the member may get media of this sender: a member's socket id, or what
    /// [RoomEvents#relay] was given. Asked for each chunk.
    boolean receives(String senderId);

    /// A media chunk of this member, which the sockets have got.
    void onMedia(MediaChunk chunk);

    /// The member is gone, or has never come because something was in the way. Called once.
    void left();
}
