package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.H264Parameters;
import org.jspecify.annotations.Nullable;

/// What the parameter sets say about slice headers (ITU-T H.264 sections 7.3.2.1, 7.3.2.2 and
/// 7.3.3), for streams as browsers send them: CAVLC, frames only, one slice group.
///
/// @param referenceFrames how many pictures the decoder keeps
/// @param pocLsbBits 0 for pic_order_cnt_type 2, where output order is decoding order
record H264Syntax(
        int frameNumBits,
        int pocLsbBits,
        int referenceFrames,
        int macroblocks,
        int ppsId,
        boolean bottomFieldPicOrder,
        boolean deblockingControl,
        boolean redundantPictures) {

    private static final int BASELINE = 66;
    private static final int MAIN = 77;
    private static final int EXTENDED = 88;

    /// Null for a stream of another kind, or parameter sets that make no sense.
    static @Nullable H264Syntax of(H264Parameters parameters) {
        byte[] sps = BitReader.unescape(parameters.sps(), 0, parameters.sps().length);
        BitReader s = new BitReader(sps);
        int profile = s.u(8);
        s.u(16);
        s.ue();
        if (profile != BASELINE && profile != MAIN && profile != EXTENDED && !isPlain420(s)) {
            return null;
        }
        int frameNumBits = s.ue() + 4;
        int pocType = s.ue();
        int pocLsbBits = pocType == 0 ? s.ue() + 4 : 0;
        int referenceFrames = s.ue();
        s.u(1);
        int macroblocks = (s.ue() + 1) * (s.ue() + 1);
        boolean framesOnly = s.flag();

        byte[] pps = BitReader.unescape(parameters.pps(), 0, parameters.pps().length);
        BitReader p = new BitReader(pps);
        int ppsId = p.ue();
        p.ue();
        boolean cabac = p.flag();
        boolean bottomFieldPicOrder = p.flag();
        int moreSliceGroups = p.ue();
        p.skipGolomb(2);
        boolean weighted = p.flag();
        p.u(2);
        p.skipGolomb(3);
        boolean deblockingControl = p.flag();
        p.u(1);
        boolean redundantPictures = p.flag();
        boolean understood =
                !s.overrun()
                        && !p.overrun()
                        && framesOnly
                        && !cabac
                        && !weighted
                        && moreSliceGroups == 0
                        && pocType != 1
                        && frameNumBits <= 16
                        && pocLsbBits <= 16
                        && macroblocks > 0;
        return understood
                ? new H264Syntax(
                        frameNumBits,
                        pocLsbBits,
                        referenceFrames,
                        macroblocks,
                        ppsId,
                        bottomFieldPicOrder,
                        deblockingControl,
                        redundantPictures)
                : null;
    }

    /// The fields that only the high profiles have: 4:2:0, 8 bits, no scaling matrices.
    private static boolean isPlain420(BitReader s) {
        boolean plain = s.ue() == 1;
        plain &= s.ue() == 0;
        plain &= s.ue() == 0;
        s.u(1);
        return plain & !s.flag();
    }

    /// A P picture in which every macroblock is skipped: what it shows is the reference picture
    /// before it.
    byte[] skipPicture(int frameNum, int pocLsb, boolean reference) {
        BitWriter slice = new BitWriter(reference ? 0x21 : 0x01);
        slice.ue(0).ue(5).ue(ppsId).u(frameNumBits, frameNum); // all slices of the picture are P
        if (pocLsbBits > 0) {
            slice.u(pocLsbBits, pocLsb);
            if (bottomFieldPicOrder) {
                slice.ue(0);
            }
        }
        if (redundantPictures) {
            slice.ue(0);
        }
        slice.u(1, 1).ue(0); // one reference picture
        slice.u(1, 0); // in its usual place
        if (reference) {
            slice.u(1, 0); // sliding window marking
        }
        slice.ue(0); // quantiser as in the parameter set
        if (deblockingControl) {
            slice.ue(1); // no filter
        }
        return slice.ue(macroblocks).finish();
    }
}
