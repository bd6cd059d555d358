/// Where clients come in: `GET /init` ([InitResource]) and the WebSocket ([SignallingEndpoint], one
/// [SocketConnection] each). Tokens are verified here before anything is allocated; everything that
/// happens in a room is left to `signalling.session`.
@NullMarked
package io.rostra.signalling.ws;

import org.jspecify.annotations.NullMarked;
