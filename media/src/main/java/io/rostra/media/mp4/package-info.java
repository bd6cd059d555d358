/// Fragmented MP4 (ISO/IEC 14496-12, CMAF ISO/IEC 23000-19) written from frames: one track per
/// file.
///
/// [InitSegment] is the header a player reads once, [MovieFragment] what it reads for ever after.
/// Nothing here knows about playlists, threads or clocks.
@NullMarked
package io.rostra.media.mp4;

import org.jspecify.annotations.NullMarked;
