/// Socket.IO on the server's port: rooms for everybody on this machine, and for whoever has a token
/// the rooms of the platform.
@NullMarked
package io.rostra.server.socketio;

import org.jspecify.annotations.NullMarked;
