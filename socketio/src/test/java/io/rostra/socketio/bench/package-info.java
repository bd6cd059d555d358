/// Our server beside the official one under the same light clients: `./rostra bench socketio`.
///
/// [io.rostra.socketio.bench.SocketIoBench] drives the clients itself and starts each server as a
/// process of its own ([io.rostra.socketio.bench.ServerProcess]).
@NullMarked
package io.rostra.socketio.bench;

import org.jspecify.annotations.NullMarked;
