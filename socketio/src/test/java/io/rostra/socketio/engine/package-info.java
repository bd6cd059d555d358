/// Tests of the Engine.IO layer.
@NullMarked
package io.rostra.socketio.engine;

import org.jspecify.annotations.NullMarked;
