package io.rostra.media.container;

import org.jspecify.annotations.Nullable;

/// Says whether an Opus track can go on as RTP (RFC 7587): at most two channels, in one stream.
public final class OpusHeader {
    private OpusHeader() {}

    /// @param channels of the track
    /// @param mappingFamily RFC 7845 section 5.1.1; 0 is mono and stereo
    /// @return a sentence on what is wrong, or null
    public static @Nullable String complaint(int channels, int mappingFamily) {
        return channels > 2 || mappingFamily != 0
                ? "The sound has " + channels + " channels; at most 2 can be used."
                : null;
    }
}
