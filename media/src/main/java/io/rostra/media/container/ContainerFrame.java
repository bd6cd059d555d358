package io.rostra.media.container;

/// One picture, or one packet of sound.
///
/// @param timeMicros when it is to be shown, on the clock that all tracks of the container share
/// @param keyFrame decoding may start here; always so for sound
/// @param data H.264: NAL units with 4-byte length prefixes; VP8 and Opus: as it is. Never empty
public record ContainerFrame(long timeMicros, boolean keyFrame, byte[] data) {}
