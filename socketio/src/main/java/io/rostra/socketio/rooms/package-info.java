/// Rooms for any Socket.IO client: create one, join it by its id, be told who comes and goes, relay
/// audio and video chunks to everybody else, chat.
///
/// [io.rostra.socketio.rooms.RoomEvents] puts the events on a namespace. Who may do what is asked
/// of a [io.rostra.socketio.rooms.RoomAccess]; this package knows no accounts and no other kind of
/// room.
@NullMarked
package io.rostra.socketio.rooms;

import org.jspecify.annotations.NullMarked;
