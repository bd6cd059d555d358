package io.rostra.sfu.subscribe;

/// How one subscriber is served at this moment.
///
/// @param availableBitrate bits per second that its path is taken to carry
/// @param lossFraction packets lost per packet sent lately, 0 to 1
/// @param tracks that it has
/// @param degraded videos among them that get less than was asked for
public record DownlinkStats(long availableBitrate, double lossFraction, int tracks, int degraded) {}
