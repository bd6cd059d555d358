package io.rostra.sfu.subscribe;

import io.rostra.media.codec.PictureDescriptor;
import io.rostra.media.rtp.RtpPacket;

/// Keeps the picture ids and TL0PICIDX of VP8 (RFC 7741 section 4.2) and VP9 (RFC 9628 section 4.2)
/// continuous for a subscriber over changes of encoding: decoders drop pictures whose numbers jump.
/// Remembers what went out as what, for retransmission. Confined to one loop; no allocation per
/// packet.
final class PictureNumbers {

    /// Packets remembered, as many as [RtpRewriter] does.
    private static final int MEMORY = RtpRewriter.MEMORY;

    private final PictureDescriptor descriptor;
    private final short[] pictureIds = new short[MEMORY];
    private final byte[] tl0PicIdxs = new byte[MEMORY];
    private boolean running;
    private boolean everStarted;
    private int pictureIdOffset;
    private int tl0PicIdxOffset;
    private int lastPictureId;
    private int lastTl0PicIdx;
    private long highestOut = -1;

    /// @param descriptor of the codec, for this alone
    PictureNumbers(PictureDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /// The next packet begins a run of another encoding, or after a pause.
    void restart() {
        running = false;
    }

    /// A packet goes out under this number.
    void map(RtpPacket packet, long out) {
        if (!descriptor.wrap(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
            return;
        }
        if (!running) {
            running = true;
            pictureIdOffset = everStarted ? lastPictureId + 1 - descriptor.pictureId() : 0;
            tl0PicIdxOffset = everStarted ? lastTl0PicIdx + 1 - descriptor.tl0PicIdx() : 0;
            everStarted = true;
        }
        int pictureId = descriptor.pictureId() + pictureIdOffset & 0x7FFF;
        int tl0PicIdx = descriptor.tl0PicIdx() + tl0PicIdxOffset & 0xFF;
        int slot = (int) (out & (MEMORY - 1));
        pictureIds[slot] = (short) pictureId;
        tl0PicIdxs[slot] = (byte) tl0PicIdx;
        if (out > highestOut) {
            highestOut = out;
            lastPictureId = pictureId;
            lastTl0PicIdx = tl0PicIdx;
        }
    }

    /// Puts the numbers of the packet that went out under this number in front of its payload.
    void apply(long out, byte[] buffer, int payloadOffset) {
        int slot = (int) (out & (MEMORY - 1));
        descriptor.renumber(buffer, payloadOffset, pictureIds[slot], tl0PicIdxs[slot] & 0xFF);
    }
}
