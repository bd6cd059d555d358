package io.rostra.media.mp4;

/// One coded frame on its track.
///
/// @param duration in ticks of the track's timescale
/// @param sync decoding can start here
public record Sample(byte[] data, int duration, boolean sync) {}
