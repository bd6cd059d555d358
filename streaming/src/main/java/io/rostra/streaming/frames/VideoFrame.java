package io.rostra.streaming.frames;

/// One H.264 access unit ready for ISO BMFF: NAL units with 4-byte length prefixes, without
/// parameter sets (they stand in [H264Parameters]) and access unit delimiters.
///
/// @param pts presentation time in 90 kHz ticks since the stream's epoch; equals decode time, since
///   WebRTC encoders do not reorder
/// @param keyFrame an IDR picture
/// @param parameters the parameter sets in force for this picture
public record VideoFrame(byte[] data, long pts, boolean keyFrame, H264Parameters parameters) {}
