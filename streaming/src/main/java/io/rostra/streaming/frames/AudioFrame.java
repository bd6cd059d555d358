package io.rostra.streaming.frames;

/// One AAC-LC access unit without ADTS header: 1024 samples per channel at 48 kHz, stereo.
///
/// @param pts presentation time in 48 kHz ticks since the stream's epoch
public record AudioFrame(byte[] data, long pts) {
    /// Samples per channel in one AAC-LC access unit.
    public static final int SAMPLES = 1024;

    public static final int SAMPLE_RATE = 48_000;
    public static final int CHANNELS = 2;
}
