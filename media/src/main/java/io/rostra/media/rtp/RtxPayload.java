package io.rostra.media.rtp;

/// Retransmission packets (RFC 4588 section 4): the payload is the original sequence number (OSN)
/// followed by the original payload.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           RTP header: RTX payload type, SSRC, sequence        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            OSN                |   original payload ...        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public final class RtxPayload {
    /// Bytes an RTX packet is longer than the packet it repeats.
    public static final int OVERHEAD = 2;

    private RtxPayload() {}

    /// The original sequence number, or -1 if the packet is only padding (a bandwidth probe) and
    /// repeats nothing.
    public static int originalSequenceNumber(RtpPacket rtx) {
        return rtx.payloadLength() < OVERHEAD
                ? -1
                : BigEndian.u16(rtx.buffer(), rtx.payloadOffset());
    }

    /// Turns an RTX packet into the packet it repeats, in place: the header moves two bytes up over
    /// the OSN, and the view moves with it ([RtpPacket#offset] grows by two). False, with nothing
    /// changed, if the packet repeats nothing.
    public static boolean restore(RtpPacket rtx, int payloadType, int ssrc) {
        int sequenceNumber = originalSequenceNumber(rtx);
        if (sequenceNumber < 0) {
            return false;
        }
        byte[] buffer = rtx.buffer();
        int from = rtx.offset();
        System.arraycopy(buffer, from, buffer, from + OVERHEAD, rtx.headerLength());
        rtx.wrap(buffer, from + OVERHEAD, rtx.length() - OVERHEAD);
        rtx.payloadType(payloadType);
        rtx.sequenceNumber(sequenceNumber);
        rtx.ssrc(ssrc);
        return true;
    }

    /// Writes `original` as an RTX packet into `out`, header extensions included and padding left
    /// out, and returns its length. `out` is another array than the original's, with room for its
    /// length + [#OVERHEAD].
    public static int write(
            RtpPacket original,
            byte[] out,
            int outOffset,
            int payloadType,
            int sequenceNumber,
            int ssrc) {
        byte[] buffer = original.buffer();
        int header = original.headerLength();
        int payload = original.payloadLength();
        System.arraycopy(buffer, original.offset(), out, outOffset, header);
        out[outOffset] &= (byte) ~0x20;
        out[outOffset + 1] = (byte) (out[outOffset + 1] & 0x80 | payloadType & 0x7F);
        BigEndian.put16(out, outOffset + 2, sequenceNumber);
        BigEndian.put32(out, outOffset + 8, ssrc);
        BigEndian.put16(out, outOffset + header, original.sequenceNumber());
        System.arraycopy(
                buffer, original.payloadOffset(), out, outOffset + header + OVERHEAD, payload);
        return header + OVERHEAD + payload;
    }
}
