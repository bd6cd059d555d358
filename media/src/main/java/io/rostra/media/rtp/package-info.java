/// RTP packets (RFC 3550, RFC 8285) as views over a buffer. No sockets, threads or clocks.
@NullMarked
package io.rostra.media.rtp;

import org.jspecify.annotations.NullMarked;
