/// Engine.IO v4: sessions of text and binary messages over HTTP long-polling and WebSocket, with
/// heartbeats and the upgrade from one to the other. Usable without Socket.IO.
///
/// Start at [io.rostra.socketio.engine.EngineServer]. It opens an
/// [io.rostra.socketio.engine.EngineSession] per client; the session owns the queue of messages on
/// their way out and a [io.rostra.socketio.engine.Transport] that carries them. All sessions of a
/// server are confined to one event loop ([io.rostra.socketio.engine.Loop]); connections may live
/// on others, their requests and frames are posted over.
///
/// Writing is what costs: everything queued for a client in one turn of the loop leaves in one
/// write, and clients with the same messages queued share the same buffer
/// ([io.rostra.socketio.engine.WriteBatch]).
@NullMarked
package io.rostra.socketio.engine;

import org.jspecify.annotations.NullMarked;
