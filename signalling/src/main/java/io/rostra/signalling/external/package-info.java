/// Peers that take part in a room without the SDKs' WebSocket: whoever speaks another protocol to
/// its clients seats them in the room here.
@NullMarked
package io.rostra.signalling.external;

import org.jspecify.annotations.NullMarked;
