package io.rostra.streaming.egress.hls;

import io.rostra.streaming.frames.H264Parameters;
import io.rostra.streaming.frames.VideoFrame;
import java.nio.ByteBuffer;

/// A black 720p stream in constrained baseline H.264, for a live run without a camera. A few
/// kilobytes for a key frame, a few bytes for the pictures between. Confined to the frame thread.
///
/// In the key frame the first macroblock is raw samples (I_PCM); all others predict their level
/// from their neighbours and have no residual (Intra_16x16, DC prediction, no coefficients).
final class BlackPicture {

    private static final int COLUMNS = 80;
    private static final int ROWS = 45;
    private static final int FRAME_NUM_BITS = 8;
    private static final int BLACK_LUMA = 16;
    private static final int NO_CHROMA = 128;

    private static final int I_PCM = 25;
    private static final int INTRA_16X16_DC = 3;

    private static final H264Syntax SYNTAX =
            new H264Syntax(FRAME_NUM_BITS, 0, 1, COLUMNS * ROWS, 0, false, true, false);

    static final H264Parameters PARAMETERS =
            new H264Parameters(sps(), pps(), COLUMNS * 16, ROWS * 16);

    private int frameNum;
    private int idrPictureId;

    VideoFrame keyFrame(long pts) {
        idrPictureId ^= 1;
        frameNum = 0;
        return frame(idrSlice(idrPictureId), pts, true);
    }

    VideoFrame repeat(long pts) {
        frameNum = (frameNum + 1) & ((1 << FRAME_NUM_BITS) - 1);
        return frame(SYNTAX.skipPicture(frameNum, 0, true), pts, false);
    }

    private static VideoFrame frame(byte[] nal, long pts, boolean keyFrame) {
        byte[] data = ByteBuffer.allocate(4 + nal.length).putInt(nal.length).put(nal).array();
        return new VideoFrame(data, pts, keyFrame, PARAMETERS);
    }

    private static byte[] sps() {
        return new BitWriter(0x67)
                .u(8, 66)
                .u(8, 0xE0) // constrained baseline
                .u(8, 31) // level 3.1
                .ue(0)
                .ue(FRAME_NUM_BITS - 4)
                .ue(2) // output order is decoding order
                .ue(1) // one reference frame
                .u(1, 0)
                .ue(COLUMNS - 1)
                .ue(ROWS - 1)
                .u(1, 1) // frames only
                .u(1, 1)
                .u(2, 0) // no cropping, no VUI
                .finish();
    }

    private static byte[] pps() {
        return new BitWriter(0x68)
                .ue(0)
                .ue(0)
                .u(2, 0) // CAVLC
                .ue(0) // one slice group
                .ue(0)
                .ue(0)
                .u(3, 0) // no weighted prediction
                .ue(0)
                .ue(0)
                .ue(0)
                .u(3, 0b100) // deblocking control in slices
                .finish();
    }

    private static byte[] idrSlice(int idrPictureId) {
        BitWriter slice = new BitWriter(0x65);
        slice.ue(0).ue(7).ue(0).u(FRAME_NUM_BITS, 0).ue(idrPictureId); // all slices are I
        slice.u(2, 0).ue(0).ue(1); // marking, quantiser, no deblocking
        slice.ue(I_PCM).alignWithZeros().bytes(256, BLACK_LUMA).bytes(128, NO_CHROMA);
        for (int macroblock = 1; macroblock < COLUMNS * ROWS; macroblock++) {
            slice.ue(INTRA_16X16_DC).ue(0).ue(0); // chroma DC, quantiser unchanged
            // coeff_token for no coefficients (table 9-5); I_PCM counts as 16 coefficients to its
            // neighbours.
            boolean besidePcm = macroblock == 1 || macroblock == COLUMNS;
            slice.u(besidePcm ? 6 : 1, besidePcm ? 0b000011 : 1);
        }
        return slice.finish();
    }
}
