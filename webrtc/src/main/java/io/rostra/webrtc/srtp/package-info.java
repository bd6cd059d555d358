/// SRTP and SRTCP (RFC 3711, RFC 7714) on the JDK's own ciphers, keyed by DTLS (RFC 5764). Start at
/// [SrtpContext] and [SrtcpContext], one of each per direction of a transport, both made from
/// [KeyingMaterial]. Knows nothing of DTLS itself, of sockets, threads or clocks.
@NullMarked
package io.rostra.webrtc.srtp;

import org.jspecify.annotations.NullMarked;
