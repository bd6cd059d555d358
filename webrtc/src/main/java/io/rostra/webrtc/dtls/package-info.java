/// DTLS 1.2 with use_srtp (RFC 6347, RFC 5764), by BouncyCastle. The handshake runs on a virtual
/// thread of its own, since the library blocks; everything else on the owner's event loop.
@NullMarked
package io.rostra.webrtc.dtls;

import org.jspecify.annotations.NullMarked;
