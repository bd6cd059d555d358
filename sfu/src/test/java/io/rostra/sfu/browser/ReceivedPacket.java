package io.rostra.sfu.browser;

import io.rostra.media.rtp.RtpPacket;
import java.util.Arrays;

/// One packet as a subscriber got it.
///
/// @param sequence 16 bits, as on the wire
/// @param originalSequence for RTX the number it repeats, else -1
/// @param payload without the original sequence number
/// @param audioLevel V bit and -dBov of the extension, or -1
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ReceivedPacket(
        int sequence,
        int timestamp,
        boolean marker,
        int payloadType,
        int originalSequence,
        byte[] payload,
        int audioLevel,
        long arrivalNanos) {

    static ReceivedPacket of(RtpPacket packet, boolean retransmission, int audioLevelId) {
        int from = packet.payloadOffset() + (retransmission ? 2 : 0);
        byte[] buffer = packet.buffer();
        int level = packet.extensionOffset(audioLevelId);
        return new ReceivedPacket(
                packet.sequenceNumber(),
                packet.timestamp(),
                packet.marker(),
                packet.payloadType(),
                retransmission ? (buffer[from - 2] & 0xFF) << 8 | buffer[from - 1] & 0xFF : -1,
                Arrays.copyOfRange(buffer, from, packet.payloadOffset() + packet.payloadLength()),
                level < 0 ? -1 : buffer[level] & 0xFF,
                System.nanoTime());
    }

    /// Begins an H.264 key frame of a [TestTrack].
    public boolean beginsKeyFrame() {
        return payload.length > 3 && payload[0] == 0x78 && payload[3] == 0x67;
    }
}
