/// RTCP packets (RFC 3550 section 6, RFC 4585, RFC 5104 and the transport-wide congestion control
/// draft) as records of the sealed [RtcpPacket]; [CompoundPacket] reads and writes what travels in
/// one datagram. SSRCs and RTP timestamps are raw bits in an `int`. No sockets, threads or clocks.
@NullMarked
package io.rostra.media.rtcp;

import org.jspecify.annotations.NullMarked;
