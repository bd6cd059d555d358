package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;

/// A well-framed packet of a kind we do not read, such as an extended report (RFC 3611). Its body
/// is not kept, so it is written as a bare header.
///
/// @param packetType 0..255
/// @param format the count or feedback format, 0..31
/// @param senderSsrc the second word, 0 if there is none
public record Unknown(int packetType, int format, int senderSsrc) implements RtcpPacket {
    private static final int LENGTH = 8;

    @Override
    public int wireLength() {
        return LENGTH;
    }

    @Override
    public int write(byte[] buffer, int offset) {
        RtcpHeader.write(buffer, offset, format, packetType, LENGTH);
        BigEndian.put32(buffer, offset + RtcpHeader.LENGTH, senderSsrc);
        return LENGTH;
    }
}
