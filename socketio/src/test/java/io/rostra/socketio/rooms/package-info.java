/// Tests of the room events.
@NullMarked
package io.rostra.socketio.rooms;

import org.jspecify.annotations.NullMarked;
