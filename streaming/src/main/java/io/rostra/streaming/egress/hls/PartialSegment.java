package io.rostra.streaming.egress.hls;

/// A part of a segment that players may fetch before the segment is complete (bis section 3.1).
///
/// @param uri relative to the playlist
/// @param duration in ticks of the rendition's timescale
/// @param independent decoding can start at its first sample
record PartialSegment(String uri, long duration, boolean independent) {}
