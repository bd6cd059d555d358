/// Low-latency HLS out of one live stream (RFC 8216 and its successor draft, "bis" below): frames
/// become CMAF parts and segments, and an origin on a Vert.x router serves them from memory.
///
/// Start at [HlsStream], which takes frames, and [HlsOrigin], which answers requests.
@NullMarked
package io.rostra.streaming.egress.hls;

import org.jspecify.annotations.NullMarked;
