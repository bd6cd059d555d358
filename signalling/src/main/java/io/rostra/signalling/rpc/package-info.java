/// The JSON-RPC messages of the client SDKs, parsed once at the edge: what a client sends becomes a
/// [Request] ([RequestCodec]) or an [ApiChannelMessage] ([ApiChannelCodec]), what it gets is a
/// [Notification], a [Reply] or an error, wrapped in [Outgoing]. Only the codecs see JSON. Nothing
/// here knows rooms, sockets or media transports.
@NullMarked
package io.rostra.signalling.rpc;

import org.jspecify.annotations.NullMarked;
