package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import org.jspecify.annotations.Nullable;

/// Picture Loss Indication, PSFB format 1 (RFC 4585 section 6.3.1): a feedback header and nothing
/// else. Please send a key frame.
public record Pli(int senderSsrc, int mediaSsrc) implements RtcpPacket {
    static @Nullable Pli parse(byte[] buffer, int offset, int length) {
        return length < RtcpHeader.FEEDBACK_LENGTH
                ? null
                : new Pli(BigEndian.i32(buffer, offset + 4), BigEndian.i32(buffer, offset + 8));
    }

    @Override
    public int wireLength() {
        return RtcpHeader.FEEDBACK_LENGTH;
    }

    @Override
    public int write(byte[] buffer, int offset) {
        RtcpHeader.writeFeedback(
                buffer,
                offset,
                RtcpHeader.FMT_PLI,
                RtcpHeader.PSFB,
                RtcpHeader.FEEDBACK_LENGTH,
                senderSsrc,
                mediaSsrc);
        return RtcpHeader.FEEDBACK_LENGTH;
    }
}
