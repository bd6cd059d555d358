/// Frames out of the router: RTP packets become access units with capture times.
@NullMarked
package io.rostra.streaming.frames;

import org.jspecify.annotations.NullMarked;
