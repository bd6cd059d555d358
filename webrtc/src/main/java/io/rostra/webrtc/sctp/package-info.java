/// SCTP over DTLS (RFC 9260, RFC 8261) as WebRTC data channels need it: one association, one path.
///
/// Start at `Association`: it is told about packets and time and says what to send and what
/// happened. Under it, `TransmissionControlBlock` holds what exists only while connected:
/// `RetransmissionQueue` (our data on its way), `ReceivedTsns` and `ReassemblyQueue` (theirs),
/// `StreamReset` (RFC 6525). Partial reliability is RFC 3758.
///
/// This package knows no sockets, threads or clocks, and nothing about channels: those are
/// `webrtc.datachannel`. Left out on purpose: several addresses per peer, I-DATA (RFC 8260), zero
/// checksum (RFC 9653), own heartbeats (ICE consent does that job), authentication (DTLS does).
@NullMarked
package io.rostra.webrtc.sctp;

import org.jspecify.annotations.NullMarked;
