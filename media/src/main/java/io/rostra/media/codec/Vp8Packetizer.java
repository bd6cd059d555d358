package io.rostra.media.codec;

/// VP8 into RTP (RFC 7741 section 4.2): each payload has the one-byte descriptor, S set in the
/// first of a frame. Payloads of a frame are of about the same size.
public final class Vp8Packetizer implements Packetizer {
    private static final int START_OF_PARTITION = 0x10;
    private static final int DESCRIPTOR = 1;

    private final byte[] payload = new byte[MAX_PAYLOAD_BYTES];

    @Override
    public void push(byte[] frame, Output output) {
        int most = MAX_PAYLOAD_BYTES - DESCRIPTOR;
        int count = Math.ceilDiv(frame.length, most);
        int at = 0;
        for (int i = 0; i < count; i++) {
            int length = Math.ceilDiv(frame.length - at, count - i);
            payload[0] = (byte) (i == 0 ? START_OF_PARTITION : 0);
            System.arraycopy(frame, at, payload, DESCRIPTOR, length);
            at += length;
            output.onPayload(payload, 0, DESCRIPTOR + length, at == frame.length);
        }
    }
}
