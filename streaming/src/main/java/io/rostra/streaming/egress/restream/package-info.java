/// The live stream pushed to other servers by RTMP, copied.
@NullMarked
package io.rostra.streaming.egress.restream;

import org.jspecify.annotations.NullMarked;
