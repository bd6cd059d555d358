package io.rostra.streaming.frames;

/// Sequence and picture parameter set of an H.264 stream (ITU-T H.264 section 7.3.2), as raw NAL
/// units without start code, and what the sequence parameter set says. Compared by identity of
/// content: a change of it cuts a segment and starts a new initialisation segment.
public record H264Parameters(byte[] sps, byte[] pps, int width, int height) {

    @Override
    public boolean equals(Object other) {
        return other instanceof H264Parameters p
                && java.util.Arrays.equals(sps, p.sps)
                && java.util.Arrays.equals(pps, p.pps);
    }

    @Override
    public int hashCode() {
        return 31 * java.util.Arrays.hashCode(sps) + java.util.Arrays.hashCode(pps);
    }
}
