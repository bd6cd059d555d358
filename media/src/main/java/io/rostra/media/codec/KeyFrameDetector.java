package io.rostra.media.codec;

/// Tells from one RTP payload whether a key frame starts in it, without state or allocation.
/// Decoding may start at such a packet, and a switch of simulcast layers, too.
public final class KeyFrameDetector {
    private KeyFrameDetector() {}

    /// @param codecName as in `a=rtpmap`, in any case; false for codecs without key frames
    /// @param buffer the RTP payload stands in it from `offset`, `length` bytes
    public static boolean isKeyFrameStart(String codecName, byte[] buffer, int offset, int length) {
        if (offset < 0 || length <= 0 || length > buffer.length - offset) {
            return false;
        }
        if (codecName.equalsIgnoreCase("H264")) {
            return isH264KeyFrameStart(buffer, offset, offset + length);
        }
        if (codecName.equalsIgnoreCase("VP8")) {
            return Vp8Descriptor.startsKeyFrame(buffer, offset, length);
        }
        if (codecName.equalsIgnoreCase("VP9")) {
            return Vp9Descriptor.startsKeyFrame(buffer, offset, length);
        }
        return codecName.equalsIgnoreCase("AV1")
                && startsCodedVideoSequence(buffer[offset], length);
    }

    /// N in the aggregation header (AV1 RTP specification section 4.4), and no fragment that goes
    /// on (Z), which only a broken sender would combine.
    private static boolean startsCodedVideoSequence(int aggregationHeader, int length) {
        return length > 1 && (aggregationHeader & 0x88) == 0x08;
    }

    /// A sequence parameter set, alone, aggregated (STAP-A) or as first fragment (FU-A): senders
    /// put it in front of every IDR picture, and without it a decoder that just came could do
    /// nothing with the picture.
    private static boolean isH264KeyFrameStart(byte[] buffer, int offset, int end) {
        int type = H264Nal.type(buffer[offset]);
        if (type == H264Nal.STAP_A) {
            return isKeyFrameAggregate(buffer, offset + 1, end);
        }
        if (type == H264Nal.FU_A) {
            return offset + 1 < end
                    && (buffer[offset + 1] & H264Nal.FU_START) != 0
                    && H264Nal.type(buffer[offset + 1]) == H264Nal.SPS;
        }
        return type == H264Nal.SPS;
    }

    private static boolean isKeyFrameAggregate(byte[] buffer, int from, int end) {
        int at = from;
        while (at + 2 < end) {
            int size = (buffer[at] & 0xFF) << 8 | buffer[at + 1] & 0xFF;
            int nalEnd = at + 2 + size;
            if (size == 0 || nalEnd > end) {
                return false;
            }
            if (H264Nal.type(buffer[at + 2]) == H264Nal.SPS) {
                return true;
            }
            at = nalEnd;
        }
        return false;
    }
}
