/// The ways in for programs that stream: OBS, FFmpeg, GStreamer. Whoever pushes is a peer of the
/// room like all others ([io.rostra.server.ingest.PushSeat]); how its media comes differs.
@NullMarked
package io.rostra.server.ingest;

import org.jspecify.annotations.NullMarked;
