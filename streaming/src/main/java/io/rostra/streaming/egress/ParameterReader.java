package io.rostra.streaming.egress;

import io.rostra.media.codec.AccessUnit.ParameterSets;
import io.rostra.media.codec.H264SpsParser;
import io.rostra.streaming.frames.H264Parameters;
import org.jspecify.annotations.Nullable;

/// What the parameter sets of one H.264 stream say. Not thread-safe.
final class ParameterReader {
    private @Nullable ParameterSets sets;
    private @Nullable H264Parameters parameters;

    /// The same object while the sets are the same. Null for sets that say nothing sensible.
    @Nullable H264Parameters read(@Nullable ParameterSets unitSets) {
        if (unitSets == null) {
            return null;
        }
        if (sets == null || unitSets != sets) {
            H264SpsParser.Sps sps = H264SpsParser.parse(unitSets.sps());
            sets = unitSets;
            parameters =
                    sps == null
                            ? null
                            : new H264Parameters(
                                    unitSets.sps(), unitSets.pps(), sps.width(), sps.height());
        }
        return parameters;
    }
}
