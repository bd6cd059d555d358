/// WebRTC data channels (RFC 8831) and how they are opened (RFC 8832) on top of `webrtc.sctp`.
///
/// Start at `DataChannels`: one SCTP association and its channels, the only type that a transport
/// talks to. Like the rest of this module it knows no sockets, threads or clocks.
@NullMarked
package io.rostra.webrtc.datachannel;

import org.jspecify.annotations.NullMarked;
