package io.rostra.media.codec;

/// How much sound an Opus packet holds, by its first byte (RFC 6716 section 3.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+
/// | config  |s| c |
/// +-+-+-+-+-+-+-+-+
/// ```
///
/// `config` gives mode and frame length; `c` the number of frames: 0 one, 1 and 2 two, 3 as the low
/// six bits of the next byte say.
public final class OpusPacket {
    /// A packet holds at most 120 ms (RFC 6716 section 3.2.5).
    public static final int MAX_SAMPLES = 5760;

    private static final int[] SILK_SAMPLES = {480, 960, 1920, 2880};

    private OpusPacket() {}

    /// Samples per channel at 48 kHz, or -1 if the packet is not valid.
    public static int samples(byte[] buffer, int offset, int length) {
        if (offset < 0 || length < 1 || length > buffer.length - offset) {
            return -1;
        }
        int config = (buffer[offset] & 0xFF) >>> 3;
        int frames =
                switch (buffer[offset] & 3) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> length < 2 ? 0 : buffer[offset + 1] & 0x3F;
                };
        int samples = frames * frameSamples(config);
        return samples == 0 || samples > MAX_SAMPLES ? -1 : samples;
    }

    private static int frameSamples(int config) {
        if (config < 12) {
            return SILK_SAMPLES[config & 3];
        }
        return config < 16 ? 480 << (config & 1) : 120 << (config & 3);
    }
}
