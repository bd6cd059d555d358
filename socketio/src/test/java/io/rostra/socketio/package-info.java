/// Tests of the Socket.IO layer.
@NullMarked
package io.rostra.socketio;

import org.jspecify.annotations.NullMarked;
