package io.rostra.media.codec;

import org.jspecify.annotations.Nullable;

/// Reads a sequence parameter set (ITU-T H.264 section 7.3.2.1.1) up to the picture size.
public final class H264SpsParser {
    private static final int MAX_SIDE = 16_384;

    private H264SpsParser() {}

    /// What the set says.
    ///
    /// @param constraintFlags the six `constraint_set` flags and two reserved bits
    /// @param width pixels shown, after cropping
    /// @param height pixels shown, after cropping
    public record Sps(int profileIdc, int constraintFlags, int levelIdc, int width, int height) {}

    /// @param nal the NAL unit with its header, without start code
    /// @return null if it is not a sequence parameter set or makes no sense
    public static @Nullable Sps parse(byte[] nal) {
        if (nal.length < 5 || H264Nal.type(nal[0]) != H264Nal.SPS) {
            return null;
        }
        var bits = new BitReader(nal, 1, nal.length);
        int profile = bits.bits(8);
        int constraints = bits.bits(8);
        int level = bits.bits(8);
        bits.unsignedExpGolomb(); // seq_parameter_set_id
        int chromaFormat = 1;
        boolean separatePlanes = false;
        if (hasChromaFormat(profile)) {
            chromaFormat = bits.unsignedExpGolomb();
            separatePlanes = chromaFormat == 3 && bits.flag();
            bits.unsignedExpGolomb(); // bit_depth_luma_minus8
            bits.unsignedExpGolomb(); // bit_depth_chroma_minus8
            bits.bit(); // qpprime_y_zero_transform_bypass_flag
            if (bits.flag()) {
                skipScalingMatrix(bits, chromaFormat == 3 ? 12 : 8);
            }
        }
        bits.unsignedExpGolomb(); // log2_max_frame_num_minus4
        if (!skipPictureOrderCount(bits)) {
            return null;
        }
        bits.unsignedExpGolomb(); // max_num_ref_frames
        bits.bit(); // gaps_in_frame_num_value_allowed_flag
        long width = 16L * (bits.unsignedExpGolomb() + 1L);
        long mapUnits = bits.unsignedExpGolomb() + 1L;
        boolean framesOnly = bits.flag();
        if (!framesOnly) {
            bits.bit(); // mb_adaptive_frame_field_flag
        }
        int fields = framesOnly ? 1 : 2;
        long height = 16L * mapUnits * fields;
        bits.bit(); // direct_8x8_inference_flag
        if (bits.flag()) {
            boolean subsampled = !separatePlanes && chromaFormat > 0;
            int unitX = subsampled && chromaFormat < 3 ? 2 : 1;
            int unitY = fields * (subsampled && chromaFormat == 1 ? 2 : 1);
            width -= unitX * ((long) bits.unsignedExpGolomb() + bits.unsignedExpGolomb());
            height -= unitY * ((long) bits.unsignedExpGolomb() + bits.unsignedExpGolomb());
        }
        if (bits.overrun()
                || chromaFormat > 3
                || width <= 0
                || height <= 0
                || width > MAX_SIDE
                || height > MAX_SIDE) {
            return null;
        }
        return new Sps(profile, constraints, level, (int) width, (int) height);
    }

    private static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipScalingMatrix(BitReader bits, int lists) {
        for (int i = 0; i < lists && !bits.overrun(); i++) {
            if (bits.flag()) {
                skipScalingList(bits, i < 6 ? 16 : 64);
            }
        }
    }

    private static void skipScalingList(BitReader bits, int size) {
        int next = 8;
        int last = 8;
        for (int i = 0; i < size; i++) {
            if (next != 0) {
                next = last + bits.signedExpGolomb() & 0xFF;
            }
            last = next == 0 ? last : next;
        }
    }

    private static boolean skipPictureOrderCount(BitReader bits) {
        int type = bits.unsignedExpGolomb();
        if (type == 0) {
            bits.unsignedExpGolomb(); // log2_max_pic_order_cnt_lsb_minus4
        } else if (type == 1) {
            bits.bit(); // delta_pic_order_always_zero_flag
            bits.signedExpGolomb(); // offset_for_non_ref_pic
            bits.signedExpGolomb(); // offset_for_top_to_bottom_field
            int cycle = bits.unsignedExpGolomb();
            if (cycle > 255) {
                return false;
            }
            for (int i = 0; i < cycle; i++) {
                bits.signedExpGolomb();
            }
        }
        return type <= 2;
    }
}
