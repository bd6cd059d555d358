package io.rostra.streaming.frames;

import java.nio.ByteBuffer;

/// One H.264 access unit ready for ISO BMFF: NAL units with 4-byte length prefixes, without
/// parameter sets (they stand in [H264Parameters]) and access unit delimiters.
///
/// @param pts presentation time in 90 kHz ticks since the stream's epoch; equals decode time, since
///   WebRTC encoders do not reorder
/// @param keyFrame an IDR picture
/// @param parameters the parameter sets in force for this picture
public record VideoFrame(byte[] data, long pts, boolean keyFrame, H264Parameters parameters) {

    /// The access unit with its parameter sets in front. Key frames go out like this although the
    /// initialisation segment has them, too: FFmpeg's HLS reader takes no second initialisation
    /// segment, and a WebRTC publisher changes its resolution whenever it has to.
    public byte[] dataWithParameters() {
        byte[] sps = parameters.sps();
        byte[] pps = parameters.pps();
        return ByteBuffer.allocate(8 + sps.length + pps.length + data.length)
                .putInt(sps.length)
                .put(sps)
                .putInt(pps.length)
                .put(pps)
                .put(data)
                .array();
    }
}
