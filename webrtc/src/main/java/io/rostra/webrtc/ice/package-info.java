/// The controlled side of ICE for a server with public addresses (ICE-lite, RFC 8445 section 2.5).
@NullMarked
package io.rostra.webrtc.ice;

import org.jspecify.annotations.NullMarked;
