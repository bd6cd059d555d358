/// STUN messages as ICE uses them (RFC 8489, RFC 8445 section 7): [StunMessage] reads, [StunWriter]
/// writes, [MessageIntegrity] proves who sent it. Only the Binding method. No sockets, no
/// transactions, no clock.
@NullMarked
package io.rostra.webrtc.stun;

import org.jspecify.annotations.NullMarked;
