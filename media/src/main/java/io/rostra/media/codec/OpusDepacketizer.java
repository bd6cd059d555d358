package io.rostra.media.codec;

import java.util.Arrays;

/// Opus out of RTP (RFC 7587 section 4.2): every payload is a packet that decodes on its own, so a
/// loss costs nothing else.
public final class OpusDepacketizer implements Depacketizer {

    @Override
    public void push(
            byte[] buffer, int offset, int length, int timestamp, boolean marker, Output output) {
        if (OpusPacket.samples(buffer, offset, length) > 0) {
            byte[] packet = Arrays.copyOfRange(buffer, offset, offset + length);
            output.onAccessUnit(new AccessUnit(packet, timestamp, true, null));
        }
    }

    @Override
    public void onLoss() {}

    @Override
    public boolean awaitsKeyFrame() {
        return false;
    }
}
