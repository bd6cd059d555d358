package io.rostra.media.mp4;

/// AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1):
///
/// ```text
/// version 1 | profile | compatibility | level | 111111, length size - 1 = 3
/// 111, number of SPS = 1 | length, SPS | number of PPS = 1 | length, PPS
/// High profiles only: 111111, chroma 4:2:0 | 11111, 8 bits | 11111, 8 bits | no SPS extensions
/// ```
public final class AvcConfiguration {

    private static final int HIGH_PROFILE = 100;

    private AvcConfiguration() {}

    /// @param sps sequence parameter set, a NAL unit without start code, at least 4 bytes
    /// @param pps picture parameter set, likewise
    public static byte[] of(byte[] sps, byte[] pps) {
        BoxWriter writer = new BoxWriter(16 + sps.length + pps.length);
        writer.u8(1).u8(sps[1]).u8(sps[2]).u8(sps[3]).u8(0xFF);
        writer.u8(0xE1).u16(sps.length).raw(sps);
        writer.u8(1).u16(pps.length).raw(pps);
        if ((sps[1] & 0xFF) >= HIGH_PROFILE) {
            writer.u8(0xFD).u8(0xF8).u8(0xF8).u8(0);
        }
        return writer.toByteArray();
    }
}
