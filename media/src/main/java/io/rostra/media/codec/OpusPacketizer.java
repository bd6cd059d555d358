package io.rostra.media.codec;

/// Opus into RTP (RFC 7587 section 4.2): a packet a payload. What does not fit into a packet of the
/// network, which no sensible bit rate makes, is dropped.
public final class OpusPacketizer implements Packetizer {

    @Override
    public void push(byte[] frame, Output output) {
        if (frame.length <= MAX_PAYLOAD_BYTES) {
            output.onPayload(frame, 0, frame.length, false);
        }
    }
}
