package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The RTCP packets of one datagram, one behind the other (RFC 3550 section 6.1). RFC 5506 lifts
/// the rule that the first is a report, so reduced-size packets (a lone PLI, NACK or transport
/// feedback) are read and written the same way.
public final class CompoundPacket {
    private CompoundPacket() {}

    /// Everything readable in these bytes, in order; never throws. What is not readable is there as
    /// [Malformed]: one packet with a bad body costs only itself, broken framing costs the rest.
    public static List<RtcpPacket> parse(byte[] buffer, int offset, int length) {
        List<RtcpPacket> packets = new ArrayList<>(4);
        if (offset < 0 || length < 0 || length > buffer.length - offset) {
            packets.add(new Malformed(-1, 0));
            return packets;
        }
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int remaining = end - at;
            int packetLength = framedLength(buffer, at, remaining);
            int bodyLength = packetLength < 0 ? -1 : unpadded(buffer, at, packetLength);
            if (bodyLength < 0) {
                int type = remaining < RtcpHeader.LENGTH ? -1 : BigEndian.u8(buffer, at + 1);
                packets.add(new Malformed(type, remaining));
                return packets;
            }
            parseOne(buffer, at, bodyLength, packets);
            at += packetLength;
        }
        return packets;
    }

    /// Writes the packets one behind the other, an SR or RR first unless reduced size was agreed.
    /// The array has room for [#wireLength] bytes. Returns the bytes written.
    public static int write(List<? extends RtcpPacket> packets, byte[] buffer, int offset) {
        int at = offset;
        for (RtcpPacket packet : packets) {
            at += packet.write(buffer, at);
        }
        return at - offset;
    }

    /// Bytes that [#write] will write.
    public static int wireLength(List<? extends RtcpPacket> packets) {
        int length = 0;
        for (RtcpPacket packet : packets) {
            length += packet.wireLength();
        }
        return length;
    }

    /// Bytes of the packet at `at`, header and padding included; -1 if it does not fit.
    private static int framedLength(byte[] buffer, int at, int remaining) {
        if (remaining < RtcpHeader.LENGTH || (buffer[at] & 0xC0) != 0x80) {
            return -1;
        }
        int length = 4 * (BigEndian.u16(buffer, at + 2) + 1);
        return length <= remaining ? length : -1;
    }

    /// The length without padding, -1 if the padding is impossible. RFC 3550 wants a multiple of
    /// four, but transport feedback is padded by one to three bytes, so what is left need not be
    /// one either.
    private static int unpadded(byte[] buffer, int at, int length) {
        if ((buffer[at] & 0x20) == 0) {
            return length;
        }
        int padding = BigEndian.u8(buffer, at + length - 1);
        return padding > 0 && padding <= length - RtcpHeader.LENGTH ? length - padding : -1;
    }

    private static void parseOne(byte[] buffer, int at, int length, List<RtcpPacket> packets) {
        int format = buffer[at] & 0x1F;
        int type = BigEndian.u8(buffer, at + 1);
        if (type == RtcpHeader.SDES) {
            if (!SourceDescription.parse(buffer, at, length, format, packets)) {
                packets.add(new Malformed(type, length));
            }
            return;
        }
        RtcpPacket packet =
                switch (type) {
                    case RtcpHeader.SR -> SenderReport.parse(buffer, at, length, format);
                    case RtcpHeader.RR -> ReceiverReport.parse(buffer, at, length, format);
                    case RtcpHeader.BYE -> Bye.parse(buffer, at, length, format);
                    case RtcpHeader.RTPFB -> parseTransportFeedback(buffer, at, length, format);
                    case RtcpHeader.PSFB -> parsePayloadFeedback(buffer, at, length, format);
                    default -> unknown(buffer, at, length, type, format);
                };
        packets.add(packet == null ? new Malformed(type, length) : packet);
    }

    private static @Nullable RtcpPacket parseTransportFeedback(
            byte[] buffer, int at, int length, int format) {
        return switch (format) {
            case RtcpHeader.FMT_NACK -> Nack.parse(buffer, at, length);
            case RtcpHeader.FMT_TRANSPORT_CC -> TransportCc.parse(buffer, at, length);
            default -> unknown(buffer, at, length, RtcpHeader.RTPFB, format);
        };
    }

    private static @Nullable RtcpPacket parsePayloadFeedback(
            byte[] buffer, int at, int length, int format) {
        return switch (format) {
            case RtcpHeader.FMT_PLI -> Pli.parse(buffer, at, length);
            case RtcpHeader.FMT_FIR -> Fir.parse(buffer, at, length);
            case RtcpHeader.FMT_APPLICATION ->
                    Remb.isRemb(buffer, at, length)
                            ? Remb.parse(buffer, at, length)
                            : unknown(buffer, at, length, RtcpHeader.PSFB, format);
            default -> unknown(buffer, at, length, RtcpHeader.PSFB, format);
        };
    }

    private static Unknown unknown(byte[] buffer, int at, int length, int type, int format) {
        return new Unknown(type, format, length >= 8 ? BigEndian.i32(buffer, at + 4) : 0);
    }
}
