package io.rostra.streaming.egress.hls;

/// Where a segment begins.
///
/// @param at in ticks of the medium's timescale
/// @param discontinuity nothing decodes across this point
/// @param independent decoding can start here
public record SegmentStart(long at, boolean discontinuity, boolean independent) {}
