package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Full Intra Request, PSFB format 4 (RFC 5104 section 4.3.1). The media SSRC of the feedback
/// header is unused and written as 0.
///
/// ```
/// | feedback header | SSRC (32) | command sequence number (8) | reserved (24) | ... |
/// ```
public record Fir(int senderSsrc, List<Entry> entries) implements RtcpPacket {
    private static final int ENTRY_LENGTH = 8;

    /// A request to one stream. `commandNumber`, 0..255, changes for a new request and stays for a
    /// repeated one.
    public record Entry(int ssrc, int commandNumber) {}

    public Fir {
        entries = List.copyOf(entries);
    }

    static @Nullable Fir parse(byte[] buffer, int offset, int length) {
        int body = length - RtcpHeader.FEEDBACK_LENGTH;
        if (body < ENTRY_LENGTH || body % ENTRY_LENGTH != 0) {
            return null;
        }
        List<Entry> entries = new ArrayList<>(body / ENTRY_LENGTH);
        int end = offset + length;
        for (int at = offset + RtcpHeader.FEEDBACK_LENGTH; at < end; at += ENTRY_LENGTH) {
            entries.add(new Entry(BigEndian.i32(buffer, at), BigEndian.u8(buffer, at + 4)));
        }
        return new Fir(BigEndian.i32(buffer, offset + 4), entries);
    }

    @Override
    public int wireLength() {
        return RtcpHeader.FEEDBACK_LENGTH + entries.size() * ENTRY_LENGTH;
    }

    @Override
    public int write(byte[] buffer, int offset) {
        int length = wireLength();
        RtcpHeader.writeFeedback(
                buffer, offset, RtcpHeader.FMT_FIR, RtcpHeader.PSFB, length, senderSsrc, 0);
        int at = offset + RtcpHeader.FEEDBACK_LENGTH;
        for (Entry entry : entries) {
            BigEndian.put32(buffer, at, entry.ssrc());
            BigEndian.put32(buffer, at + 4, entry.commandNumber() << 24);
            at += ENTRY_LENGTH;
        }
        return length;
    }
}
