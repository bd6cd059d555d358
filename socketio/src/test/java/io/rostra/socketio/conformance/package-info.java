/// The server that the published protocol suites and the official clients are run against.
@NullMarked
package io.rostra.socketio.conformance;

import org.jspecify.annotations.NullMarked;
