/// WebM (RFC 8794, RFC 9559) read as it is recorded live: clusters of unknown size, no index.
///
/// [io.rostra.media.webm.WebmDemuxer] finds the elements, [io.rostra.media.webm.TrackEntries] reads
/// the header, [io.rostra.media.webm.Block] a frame's few bytes of its own.
@NullMarked
package io.rostra.media.webm;

import org.jspecify.annotations.NullMarked;
