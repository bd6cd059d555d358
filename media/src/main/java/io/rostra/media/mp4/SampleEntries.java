package io.rostra.media.mp4;

/// How the samples of a track are coded: avc1 (ISO/IEC 14496-15 section 5.4.2), mp4a (ISO/IEC
/// 14496-14 section 6.7.2) and Opus (Encapsulation of Opus in ISO Base Media File Format section
/// 4.3).
final class SampleEntries {

    /// audioObjectType 2 (LC), samplingFrequencyIndex 3 (48 kHz), channelConfiguration 2 (ISO/IEC
    /// 14496-3 section 1.6.2.1): bits 00010 0011 0010 000.
    private static final int AUDIO_SPECIFIC_CONFIG = 0x1190;

    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG_DESCRIPTOR = 4;
    private static final int DECODER_SPECIFIC_INFO = 5;
    private static final int SL_CONFIG_DESCRIPTOR = 6;
    private static final int MPEG4_AUDIO = 0x40;

    /// streamType 5 (audio), not upstream, reserved bit set.
    private static final int AUDIO_STREAM = 0x15;

    private SampleEntries() {}

    static void avc1(BoxWriter writer, byte[] sps, byte[] pps, int width, int height) {
        writer.box(
                "avc1",
                () -> {
                    writer.zeros(6).u16(1); // reserved, data reference 1
                    writer.zeros(16).u16(width).u16(height);
                    writer.u32(0x0048_0000).u32(0x0048_0000).zeros(4); // 72 dpi
                    writer.u16(1).zeros(32).u16(24).u16(0xFFFF); // a frame a sample, no name, depth
                    writer.box("avcC", () -> writer.raw(AvcConfiguration.of(sps, pps)));
                    writer.box("pasp", () -> writer.u32(1).u32(1));
                });
    }

    static void mp4a(BoxWriter writer) {
        writer.box(
                "mp4a",
                () -> {
                    stereo(writer);
                    writer.fullBox("esds", 0, 0, () -> elementaryStream(writer));
                });
    }

    static void opus(BoxWriter writer) {
        writer.box(
                "Opus",
                () -> {
                    stereo(writer);
                    writer.box("dOps", () -> opusHead(writer));
                });
    }

    private static void stereo(BoxWriter writer) {
        writer.zeros(6).u16(1); // reserved, data reference 1
        writer.zeros(8).u16(2).u16(16).zeros(4); // stereo, 16 bits
        writer.u32((long) InitSegment.AUDIO_TIMESCALE << 16);
    }

    /// Version 0, channels, nothing to skip, rate, no gain, one stream.
    private static void opusHead(BoxWriter writer) {
        writer.u8(0).u8(2).u16(0).u32(InitSegment.AUDIO_TIMESCALE).u16(0).u8(0);
    }

    /// Nested descriptors (ISO/IEC 14496-1 section 7.2.6), each tag, length, content:
    ///
    /// ```text
    /// ES: id, flags
    ///   DecoderConfig: MPEG-4 audio, audio stream, buffer size, maximum and average bit rate
    ///     DecoderSpecificInfo: AudioSpecificConfig
    ///   SLConfig: predefined for MP4
    /// ```
    private static void elementaryStream(BoxWriter writer) {
        writer.u8(ES_DESCRIPTOR).u8(25).u16(InitSegment.TRACK_ID).u8(0);
        writer.u8(DECODER_CONFIG_DESCRIPTOR).u8(17).u8(MPEG4_AUDIO).u8(AUDIO_STREAM);
        writer.zeros(3).u32(0).u32(0);
        writer.u8(DECODER_SPECIFIC_INFO).u8(2).u16(AUDIO_SPECIFIC_CONFIG);
        writer.u8(SL_CONFIG_DESCRIPTOR).u8(1).u8(2);
    }
}
