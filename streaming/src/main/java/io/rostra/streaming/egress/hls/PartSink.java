package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.Sample;
import java.util.List;

/// Takes the segments of one medium as they are made. A call must not block, and must not fail: the
/// live stream goes on whatever becomes of one of its outputs. Calls come one at a time.
public interface PartSink {

    /// How the segments from the next one on are coded.
    void useFormat(TrackFormat format);

    void beginSegment(SegmentStart start);

    /// A part at the end of the open segment.
    ///
    /// @param independent decoding can start at its first sample
    void addPart(List<Sample> samples, boolean independent);

    void endSegment();
}
