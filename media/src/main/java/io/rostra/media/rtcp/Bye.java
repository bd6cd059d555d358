package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// BYE, packet type 203 (RFC 3550 section 6.6): `header, SC = ssrcs | SSRC * SC`. A reason is
/// neither read nor written.
///
/// @param ssrcs the streams that end, at most 31
public record Bye(List<Integer> ssrcs) implements RtcpPacket {
    public Bye {
        RtcpHeader.checkCount(ssrcs.size());
        ssrcs = List.copyOf(ssrcs);
    }

    static @Nullable Bye parse(byte[] buffer, int offset, int length, int count) {
        if (length < RtcpHeader.LENGTH + 4 * count) {
            return null;
        }
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(BigEndian.i32(buffer, offset + RtcpHeader.LENGTH + 4 * i));
        }
        return new Bye(ssrcs);
    }

    @Override
    public int wireLength() {
        return RtcpHeader.LENGTH + 4 * ssrcs.size();
    }

    @Override
    public int write(byte[] buffer, int offset) {
        int length = wireLength();
        RtcpHeader.write(buffer, offset, ssrcs.size(), RtcpHeader.BYE, length);
        for (int i = 0; i < ssrcs.size(); i++) {
            BigEndian.put32(buffer, offset + RtcpHeader.LENGTH + 4 * i, ssrcs.get(i));
        }
        return length;
    }
}
