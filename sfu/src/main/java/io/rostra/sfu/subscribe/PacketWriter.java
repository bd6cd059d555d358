package io.rostra.sfu.subscribe;

import io.rostra.media.rtp.AudioLevel;
import io.rostra.media.rtp.RedPayload;
import io.rostra.media.rtp.RtpHeaderWriter;
import io.rostra.media.rtp.RtpPacket;
import io.rostra.media.rtp.RtxPayload;
import io.rostra.sfu.publish.MediaKind;
import io.rostra.sfu.publish.PublishedTrack;
import io.rostra.webrtc.srtp.SrtpContext;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Writes the packets of one down track as its subscriber is to get them, into one buffer that is
/// used again for each. Confined to one loop; no allocation.
final class PacketWriter {

    private static final int MAX_PACKET = 1_600;

    /// Bytes of a header with the extension for transport-wide feedback.
    private static final int HEADER = 20;

    /// Room for header and extensions, but for dependency descriptors.
    private static final int MAX_HEADER = 64;

    /// Bytes of padding in a packet of nothing else: what its count can say (RFC 3550 section 5.1).
    private static final int PADDING = 255;

    private final PublishedTrack track;
    private final SendPath path;
    private final SubscribeCodecs.Format format;
    private final int ssrc;
    private final int retransmissionSsrc;
    private final RtpRewriter rewriter;
    private final @Nullable PictureNumbers pictures;
    private final @Nullable ScalableStream scalable;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final byte[] out = new byte[MAX_PACKET + SrtpContext.MAX_OVERHEAD];
    private Agreed agreed = Agreed.NOTHING;
    private int retransmissionSequence;

    PacketWriter(
            PublishedTrack track,
            SendPath path,
            SubscribeCodecs.Format format,
            int ssrc,
            RtpRewriter rewriter,
            @Nullable PictureNumbers pictures,
            @Nullable ScalableStream scalable,
            RandomGenerator random) {
        this.track = track;
        this.path = path;
        this.format = format;
        this.ssrc = ssrc;
        this.retransmissionSsrc = ssrc + 1;
        this.rewriter = rewriter;
        this.pictures = pictures;
        this.scalable = scalable;
        this.retransmissionSequence = random.nextInt(0x8000);
    }

    void agree(Agreed optional) {
        agreed = optional;
    }

    int retransmissionSsrc() {
        return retransmissionSsrc;
    }

    /// What was written last, from its start.
    byte[] bytes() {
        return out;
    }

    /// About how many bytes a packet takes beside its payload.
    int overhead(RtpPacket packet) {
        return HEADER + descriptorLength(packet);
    }

    /// Writes the packet as it goes out under this number.
    ///
    /// @return length, or 0 when it does not fit
    int write(RtpPacket packet, long number, boolean retransmission, long now) {
        int from = payloadAt(packet);
        int payload = packet.payloadOffset() + packet.payloadLength() - from;
        int descriptor = descriptorLength(packet);
        if (payload + descriptor > MAX_PACKET - MAX_HEADER) {
            return 0;
        }
        int sequence = (int) (number & 0xFFFF);
        header.begin(
                out,
                0,
                retransmission ? format.retransmissionType() : payloadType(packet),
                scalable == null ? packet.marker() : scalable.marker(number),
                retransmission ? nextRetransmissionSequence() : sequence,
                rewriter.timestampOf(number),
                retransmission ? retransmissionSsrc : ssrc);
        if (descriptor > RtpHeaderWriter.MAX_ONE_BYTE_VALUE) {
            header.twoByteExtensions();
        }
        writeAudioLevel(packet);
        if (path.controlled()) {
            int bytes = HEADER + descriptor + (retransmission ? RtxPayload.OVERHEAD : 0) + payload;
            header.extension16(SubscribeCodecs.TRANSPORT_CC_ID, path.nextNumber(bytes, false, now));
        }
        if (descriptor > 0 && scalable != null) {
            byte[] value = scalable.descriptor(packet, track.dependencyDescriptorId(), number);
            header.extension(SubscribeCodecs.DEPENDENCY_DESCRIPTOR_ID, value, 0, descriptor);
        }
        int length = header.end();
        if (retransmission) {
            out[length++] = (byte) (sequence >> 8);
            out[length++] = (byte) sequence;
        }
        System.arraycopy(packet.buffer(), from, out, length, payload);
        if (agreed.redundancy() && redundant(packet)) {
            RedPayload.retype(out, length, format.payloadType());
        }
        if (pictures != null && payload > 1) {
            pictures.apply(number, out, length);
        }
        return length + payload;
    }

    private void writeAudioLevel(RtpPacket packet) {
        if (track.kind() == MediaKind.AUDIO && track.audioLevelId() != 0) {
            int at = packet.extensionOffset(track.audioLevelId());
            if (at >= 0 && AudioLevel.level(packet, track.audioLevelId()) != AudioLevel.ABSENT) {
                header.extension8(SubscribeCodecs.AUDIO_LEVEL_ID, packet.buffer()[at] & 0xFF);
            }
        }
    }

    /// Writes a packet of padding on the RTX source.
    ///
    /// @return length
    int writePadding(long now) {
        header.begin(
                out,
                0,
                format.retransmissionType(),
                false,
                nextRetransmissionSequence(),
                rewriter.lastTimestamp(),
                retransmissionSsrc);
        int number = path.nextNumber(HEADER + PADDING, true, now);
        header.extension16(SubscribeCodecs.TRANSPORT_CC_ID, number);
        return pad(header.end(), PADDING);
    }

    /// Writes a packet of padding that uses up a number which was kept for one that then was not to
    /// go.
    ///
    /// @return length
    int writeFiller(long number, int timestamp, long now) {
        int sequence = (int) (number & 0xFFFF);
        header.begin(out, 0, format.payloadType(), false, sequence, timestamp, ssrc);
        if (path.controlled()) {
            header.extension16(
                    SubscribeCodecs.TRANSPORT_CC_ID, path.nextNumber(HEADER + 1, false, now));
        }
        return pad(header.end(), 1);
    }

    private int pad(int length, int padding) {
        Arrays.fill(out, length, length + padding - 1, (byte) 0);
        out[length + padding - 1] = (byte) padding;
        out[0] |= RtpPacket.PADDING_BIT;
        return length + padding;
    }

    private int payloadType(RtpPacket packet) {
        return agreed.redundancy() && redundant(packet)
                ? SubscribeCodecs.REDUNDANCY_TYPE
                : format.payloadType();
    }

    private boolean redundant(RtpPacket packet) {
        return packet.payloadType() == track.redundancyType() && primaryAt(packet) >= 0;
    }

    private static int primaryAt(RtpPacket packet) {
        return RedPayload.primaryAt(
                packet.buffer(), packet.payloadOffset(), packet.payloadLength());
    }

    /// Where what goes of the payload begins: who takes no redundancy gets the primary block.
    private int payloadAt(RtpPacket packet) {
        int from = packet.payloadOffset();
        return agreed.redundancy() || !redundant(packet) ? from : from + primaryAt(packet);
    }

    /// Bytes of the dependency descriptor that goes with the packet, 0 for none.
    private int descriptorLength(RtpPacket packet) {
        return agreed.descriptors()
                ? ScalableStream.descriptorLength(packet, track.dependencyDescriptorId())
                : 0;
    }

    private int nextRetransmissionSequence() {
        int sequence = retransmissionSequence;
        retransmissionSequence = (sequence + 1) & 0xFFFF;
        return sequence;
    }
}
