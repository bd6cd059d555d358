package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// SDES, packet type 202 (RFC 3550 section 6.5), reduced to what WebRTC needs: the CNAME that ties
/// the streams of one peer together. A received packet with several chunks becomes one record for
/// each chunk that has a CNAME.
///
/// ```
/// | header, SC = 1 | SSRC | CNAME = 1 | length | characters ... | 0, padded to 4 bytes |
/// ```
///
/// @param cname at most 255 bytes of UTF-8
public record SourceDescription(int ssrc, String cname) implements RtcpPacket {
    private static final int FIXED_LENGTH = 10;
    private static final int CNAME = 1;
    private static final int MAX_TEXT = 255;

    public SourceDescription {
        if (cname.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT) {
            throw new IllegalArgumentException("a CNAME has at most 255 bytes");
        }
    }

    /// Adds the chunks of a packet to `packets`; false if one is cut short.
    static boolean parse(
            byte[] buffer, int offset, int length, int count, List<RtcpPacket> packets) {
        int end = offset + length;
        int at = offset + RtcpHeader.LENGTH;
        for (int chunk = 0; chunk < count; chunk++) {
            if (at + 8 > end) {
                return false;
            }
            int ssrc = BigEndian.i32(buffer, at);
            at += 4;
            while (at < end && buffer[at] != 0) {
                if (at + 2 > end || at + 2 + (buffer[at + 1] & 0xFF) > end) {
                    return false;
                }
                int textLength = buffer[at + 1] & 0xFF;
                if (buffer[at] == CNAME) {
                    String text = new String(buffer, at + 2, textLength, StandardCharsets.UTF_8);
                    packets.add(new SourceDescription(ssrc, clip(text)));
                }
                at += 2 + textLength;
            }
            if (at == end) {
                return false;
            }
            at = offset + (at + 1 - offset + 3 & ~3);
        }
        return true;
    }

    /// Bytes that are not UTF-8 grow when decoded; what a peer sends must still make a record.
    private static String clip(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_TEXT ? text : text.substring(0, MAX_TEXT / 3);
    }

    @Override
    public int wireLength() {
        return FIXED_LENGTH + cname.getBytes(StandardCharsets.UTF_8).length + 1 + 3 & ~3;
    }

    @Override
    public int write(byte[] buffer, int offset) {
        byte[] text = cname.getBytes(StandardCharsets.UTF_8);
        int length = wireLength();
        RtcpHeader.write(buffer, offset, 1, RtcpHeader.SDES, length);
        BigEndian.put32(buffer, offset + 4, ssrc);
        buffer[offset + 8] = CNAME;
        buffer[offset + 9] = (byte) text.length;
        System.arraycopy(text, 0, buffer, offset + FIXED_LENGTH, text.length);
        Arrays.fill(buffer, offset + FIXED_LENGTH + text.length, offset + length, (byte) 0);
        return length;
    }
}
