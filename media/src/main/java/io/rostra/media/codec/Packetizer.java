package io.rostra.media.codec;

/// Cuts frames into RTP payloads: the counterpart of [Depacketizer]. The payloads share one array,
/// which is used again. Not thread-safe.
public sealed interface Packetizer permits H264Packetizer, Vp8Packetizer, OpusPacketizer {

    /// Bytes of a payload at most: with the headers of RTP, SRTP, UDP and IP, and RTX on top, the
    /// packet fits through any path of the Internet.
    int MAX_PAYLOAD_BYTES = 1_160;

    /// @param frame H.264: NAL units with 4-byte length prefixes; VP8 and Opus: as it is
    void push(byte[] frame, Output output);

    interface Output {
        /// @param marker last packet of a picture
        void onPayload(byte[] buffer, int offset, int length, boolean marker);
    }
}
