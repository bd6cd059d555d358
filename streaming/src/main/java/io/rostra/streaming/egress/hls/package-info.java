/// Low-latency HLS out of one live stream (RFC 8216 and its successor draft, "bis" below): frames
/// become CMAF parts and segments, and an origin on a Vert.x router serves them from memory.
///
/// ```text
/// VideoFrame ► VideoTimeline ► VideoSegmenter ──► Rendition ◄── HlsOrigin ◄── player
///              repeats, black      │ boundaries     MediaPlaylist, files, BlockingReload
/// AudioFrame ► AudioTimeline ► AudioSegmenter ──► Rendition
///              silence             │
/// lower layers ─────────────► LayerSegmenter ──► Rung (a Rendition each)
/// ```
///
/// Start at [HlsStream], which takes frames, and [HlsOrigin], which answers requests. Everything
/// left of the renditions runs on the thread that feeds frames and is told the time; what requests
/// read is immutable.
///
/// A stream always has a picture and a sound, so there are always these two renditions on one URL:
/// who is muted is black or silent. Each lower layer of the picture that ever came is one more, in
/// which the top stands in where the layer has nothing ([LayerSegmenter], [Rung]). A new source is
/// an EXT-X-DISCONTINUITY in all at the same segment; new parameter sets of the same source are a
/// new EXT-X-MAP only.
@NullMarked
package io.rostra.streaming.egress.hls;

import org.jspecify.annotations.NullMarked;
