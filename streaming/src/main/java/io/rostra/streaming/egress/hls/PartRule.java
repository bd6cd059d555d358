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

    static final int TICKS_PER_MILLISECOND = InitSegment.VIDEO_TIMESCALE / 1000;

    /// In samples of 48 kHz.
    static final long TARGET_SAMPLES = AUDIO_FRAMES * (long) AudioFrame.SAMPLES;

    /// The longest part of video, in ticks of 90 kHz: the target in whole milliseconds.
    static final long TARGET_TICKS = floorToMillisecond(toTicks(TARGET_SAMPLES));

    /// The shortest part of video but for the last of a segment.
    static final long MINIMUM_TICKS =
            floorToMillisecond(toTicks(TARGET_SAMPLES) * 85 / 100) + TICKS_PER_MILLISECOND;

    private PartRule() {}

    /// Samples of 48 kHz as ticks of 90 kHz.
    static long toTicks(long samples) {
        return samples * 15 / 8;
    }

    /// Ticks of 90 kHz as samples of 48 kHz, rounded up.
    static long toSamples(long ticks) {
        return Math.ceilDiv(ticks * 8, 15);
    }

    /// Video frames stand on whole milliseconds, which is what EXT-X-PROGRAM-DATE-TIME can say, so
    /// that the times in playlists are those in the media.
    static long floorToMillisecond(long ticks) {
        return ticks - Math.floorMod(ticks, TICKS_PER_MILLISECOND);
    }

    static long ticks(Duration duration) {
        return duration.toMillis() * TICKS_PER_MILLISECOND;
    }
}
