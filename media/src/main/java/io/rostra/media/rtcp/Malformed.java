package io.rostra.media.rtcp;

/// Stands in a parsed compound packet for bytes that are not RTCP, or not what their header says;
/// to be counted. If the framing was broken it is the last one. Writes nothing.
///
/// @param packetType what the header said, -1 if there was no header
/// @param length bytes that could not be read
public record Malformed(int packetType, int length) implements RtcpPacket {
    @Override
    public int wireLength() {
        return 0;
    }

    @Override
    public int write(byte[] buffer, int offset) {
        return 0;
    }
}
