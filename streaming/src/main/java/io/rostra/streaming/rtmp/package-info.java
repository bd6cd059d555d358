/// RTMP (Adobe's Real-Time Messaging Protocol 1.0) as far as a server needs it to take a stream:
/// bytes in, messages out. No sockets, threads or clocks.
@NullMarked
package io.rostra.streaming.rtmp;

import org.jspecify.annotations.NullMarked;
