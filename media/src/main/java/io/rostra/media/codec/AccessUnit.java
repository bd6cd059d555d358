package io.rostra.media.codec;

import org.jspecify.annotations.Nullable;

/// The encoded bytes of one picture, or of one packet of sound.
///
/// @param data H.264: NAL units with 4-byte length prefixes, without parameter sets, delimiters and
///   filler; VP8 and Opus: as it is
/// @param timestamp RTP timestamp, raw 32 bits
/// @param keyFrame decoding may start here
/// @param parameterSets those in force for this picture; null for codecs that have none. The same
///   object while they stay the same.
public record AccessUnit(
        byte[] data, int timestamp, boolean keyFrame, @Nullable ParameterSets parameterSets) {

    /// Sequence and picture parameter set of an H.264 stream as raw NAL units.
    public record ParameterSets(byte[] sps, byte[] pps) {}
}
