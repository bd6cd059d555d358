package io.rostra.media.rtcp;

/// One RTCP packet, immutable. Received ones come from [CompoundPacket#parse].
public sealed interface RtcpPacket
        permits SenderReport,
                ReceiverReport,
                SourceDescription,
                Bye,
                Nack,
                Pli,
                Fir,
                Remb,
                TransportCc,
                Unknown,
                Malformed {

    /// Bytes that [#write] will write, header included; a multiple of four.
    int wireLength();

    /// Writes the packet at `offset` of an array with room for [#wireLength] bytes, and returns
    /// that length.
    int write(byte[] buffer, int offset);
}
