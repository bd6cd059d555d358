package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Receiver Estimated Maximum Bitrate, PSFB format 15 (draft-alvestrand-rmcat-remb-03 section 2.2).
///
/// ```
/// | feedback header | "REMB" | SSRC count (8) | exponent (6) | mantissa (18) | SSRC * count |
/// ```
///
/// @param bitrate bit/s; the wire keeps its 18 leading bits
/// @param ssrcs the streams the estimate covers, at most 255
public record Remb(int senderSsrc, long bitrate, List<Integer> ssrcs) implements RtcpPacket {
    private static final int FIXED_LENGTH = RtcpHeader.FEEDBACK_LENGTH + 8;
    private static final int IDENTIFIER = 0x52454D42;
    private static final int MANTISSA_BITS = 18;
    private static final int MAX_SSRCS = 255;

    public Remb {
        if (bitrate < 0 || ssrcs.size() > MAX_SSRCS) {
            throw new IllegalArgumentException(
                    "bitrate " + bitrate + " for " + ssrcs.size() + " streams");
        }
        ssrcs = List.copyOf(ssrcs);
    }

    /// Whether an application-layer feedback packet is a REMB.
    static boolean isRemb(byte[] buffer, int offset, int length) {
        return length >= FIXED_LENGTH
                && BigEndian.i32(buffer, offset + RtcpHeader.FEEDBACK_LENGTH) == IDENTIFIER;
    }

    static @Nullable Remb parse(byte[] buffer, int offset, int length) {
        int count = BigEndian.u8(buffer, offset + 16);
        int exponent = BigEndian.u8(buffer, offset + 17) >> 2;
        long mantissa = BigEndian.u24(buffer, offset + 17) & (1 << MANTISSA_BITS) - 1;
        long bitrate = mantissa << exponent;
        if (length < FIXED_LENGTH + 4 * count || bitrate < 0 || bitrate >> exponent != mantissa) {
            return null;
        }
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(BigEndian.i32(buffer, offset + FIXED_LENGTH + 4 * i));
        }
        return new Remb(BigEndian.i32(buffer, offset + 4), bitrate, ssrcs);
    }

    @Override
    public int wireLength() {
        return FIXED_LENGTH + 4 * ssrcs.size();
    }

    @Override
    public int write(byte[] buffer, int offset) {
        int length = wireLength();
        RtcpHeader.writeFeedback(
                buffer, offset, RtcpHeader.FMT_APPLICATION, RtcpHeader.PSFB, length, senderSsrc, 0);
        int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(bitrate) - MANTISSA_BITS);
        BigEndian.put32(buffer, offset + 12, IDENTIFIER);
        buffer[offset + 16] = (byte) ssrcs.size();
        BigEndian.put24(
                buffer, offset + 17, exponent << MANTISSA_BITS | (int) (bitrate >> exponent));
        for (int i = 0; i < ssrcs.size(); i++) {
            BigEndian.put32(buffer, offset + FIXED_LENGTH + 4 * i, ssrcs.get(i));
        }
        return length;
    }
}
