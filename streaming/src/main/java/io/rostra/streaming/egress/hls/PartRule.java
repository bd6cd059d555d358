package io.rostra.streaming.egress.hls;

import io.rostra.media.mp4.InitSegment;
import io.rostra.streaming.frames.AudioFrame;
import java.time.Duration;

/// How long parts are, in both renditions: ten AAC access units, 213.3 ms. Bis section 4.4.4.9
/// wants each part within 85 and 100 % of the part target unless it is the last of its segment.
/// Video at 60, 50, 30, 25, 24, 20, 15 and 10 frames a second fits frame by frame; what does not is
/// moved to the nearest allowed time.
final class PartRule {

    static final int AUDIO_FRAMES = 10;

    /// In samples of 48 kHz.
    static final long TARGET_SAMPLES = AUDIO_FRAMES * (long) AudioFrame.SAMPLES;

    /// In ticks of 90 kHz.
    static final long TARGET_TICKS = toTicks(TARGET_SAMPLES);

    static final long MINIMUM_TICKS = TARGET_TICKS * 85 / 100;

    private PartRule() {}

    /// Samples of 48 kHz as ticks of 90 kHz.
    static long toTicks(long samples) {
        return samples * 15 / 8;
    }

    /// Ticks of 90 kHz as samples of 48 kHz, rounded up.
    static long toSamples(long ticks) {
        return Math.ceilDiv(ticks * 8, 15);
    }

    static long ticks(Duration duration) {
        return duration.toMillis() * InitSegment.VIDEO_TIMESCALE / 1000;
    }
}
