/// One WebRTC transport: ICE-lite, DTLS, SRTP and SCTP composed. No sockets; time is handed in.
@NullMarked
package io.rostra.webrtc.peer;

import org.jspecify.annotations.NullMarked;
