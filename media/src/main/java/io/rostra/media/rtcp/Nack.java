package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Generic NACK, RTPFB format 1 (RFC 4585 section 6.2.1): please send these packets again.
///
/// ```
/// | feedback header | PID (16) | BLP (16): bit i set = PID + i + 1 is missing, too | ... |
/// ```
///
/// @param sequenceNumbers 0..65535, best in ascending order (modulo 2^16), which packs them
///   tightest
public record Nack(int senderSsrc, int mediaSsrc, List<Integer> sequenceNumbers)
        implements RtcpPacket {
    private static final int ENTRY_LENGTH = 4;

    public Nack {
        sequenceNumbers = List.copyOf(sequenceNumbers);
    }

    static @Nullable Nack parse(byte[] buffer, int offset, int length) {
        if (length < RtcpHeader.FEEDBACK_LENGTH + ENTRY_LENGTH) {
            return null;
        }
        List<Integer> missing = new ArrayList<>();
        int lastEntry = offset + length - ENTRY_LENGTH;
        for (int at = offset + RtcpHeader.FEEDBACK_LENGTH; at <= lastEntry; at += ENTRY_LENGTH) {
            int first = BigEndian.u16(buffer, at);
            missing.add(first);
            for (int bits = BigEndian.u16(buffer, at + 2); bits != 0; bits &= bits - 1) {
                missing.add(first + Integer.numberOfTrailingZeros(bits) + 1 & 0xFFFF);
            }
        }
        return new Nack(
                BigEndian.i32(buffer, offset + 4), BigEndian.i32(buffer, offset + 8), missing);
    }

    @Override
    public int wireLength() {
        int entries = 0;
        for (int i = 0; i < sequenceNumbers.size(); i = endOfEntry(i)) {
            entries++;
        }
        return RtcpHeader.FEEDBACK_LENGTH + entries * ENTRY_LENGTH;
    }

    @Override
    public int write(byte[] buffer, int offset) {
        int length = wireLength();
        RtcpHeader.writeFeedback(
                buffer,
                offset,
                RtcpHeader.FMT_NACK,
                RtcpHeader.RTPFB,
                length,
                senderSsrc,
                mediaSsrc);
        int at = offset + RtcpHeader.FEEDBACK_LENGTH;
        int next;
        for (int i = 0; i < sequenceNumbers.size(); i = next) {
            next = endOfEntry(i);
            int bits = 0;
            for (int j = i + 1; j < next; j++) {
                bits |= 1 << distance(i, j) - 1;
            }
            BigEndian.put16(buffer, at, sequenceNumbers.get(i));
            BigEndian.put16(buffer, at + 2, bits);
            at += ENTRY_LENGTH;
        }
        return length;
    }

    /// Index behind the last number that fits into the entry whose PID is number `first`.
    private int endOfEntry(int first) {
        int next = first + 1;
        while (next < sequenceNumbers.size()
                && distance(first, next) >= 1
                && distance(first, next) <= 16) {
            next++;
        }
        return next;
    }

    private int distance(int from, int to) {
        return sequenceNumbers.get(to) - sequenceNumbers.get(from) & 0xFFFF;
    }
}
