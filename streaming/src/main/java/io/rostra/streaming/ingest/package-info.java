/// Into the room by other ways than WebRTC. [io.rostra.streaming.ingest.ChunkIngest] takes a
/// recorder's WebM or MP4 as it comes over a reliable connection, in chunks that are cut anywhere,
/// and publishes it in the room's router. Knows no protocol by which the chunks come.
@NullMarked
package io.rostra.streaming.ingest;

import org.jspecify.annotations.NullMarked;
