package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.InitSegment;
import io.rostra.streaming.frames.H264Parameters;

/// How the samples of a segment are coded.
public sealed interface TrackFormat {

    /// The header that a file with this track alone begins with.
    byte[] initSegment();

    record Avc(H264Parameters parameters) implements TrackFormat {
        @Override
        public byte[] initSegment() {
            return InitSegment.video(
                    parameters.sps(), parameters.pps(), parameters.width(), parameters.height());
        }
    }

    /// AAC-LC, 48 kHz stereo.
    record Aac() implements TrackFormat {
        @Override
        public byte[] initSegment() {
            return InitSegment.audio();
        }
    }
}
