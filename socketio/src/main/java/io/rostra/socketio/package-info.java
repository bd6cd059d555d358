/// Socket.IO v5 over Engine.IO v4: namespaces, rooms, acknowledgements, binary attachments,
/// connection state recovery. Knows nothing of the rest of Rostra.
///
/// Start at [io.rostra.socketio.SocketIoServer]: it owns the [io.rostra.socketio.Namespace]s; a
/// client that connects to one becomes a [io.rostra.socketio.Socket]; a
/// [io.rostra.socketio.Broadcast] addresses many. Everything is confined to the server's loop
/// ([io.rostra.socketio.SocketIoServer#loop()]): handlers are called there, and sending from other
/// threads goes through [io.rostra.socketio.SocketIoServer#run(Runnable)].
@NullMarked
package io.rostra.socketio;

import org.jspecify.annotations.NullMarked;
