package io.rostra.media.rtcp;

import io.rostra.media.rtp.BigEndian;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Transport-wide feedback, RTPFB format 15 (draft-holmer-rmcat-transport-wide-cc-extensions-01
/// section 3.1): when each packet of a run of transport-wide sequence numbers arrived, if it did.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |             feedback header, FMT = 15, PT = 205               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |      base sequence number     |      packet status count      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        reference time (24, in 64 ms)          | fb pkt. count |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  packet chunk (16) ...        |  recv delta (8 or 16) ...     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @param baseSequenceNumber transport-wide number of the first packet reported on, 0..65535
/// @param referenceTime 24 bits in units of 64 ms, from an arbitrary start; wraps after 12 days
/// @param feedbackCount 0..255, one more for each feedback, so that lost ones are noticed
/// @param deltas for each packet the ticks of 250 µs since the one received before it (for the
///   first, since the reference time), -32768..32767, or [#NOT_RECEIVED]; owned by the record
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record TransportCc(
        int senderSsrc,
        int mediaSsrc,
        int baseSequenceNumber,
        int referenceTime,
        int feedbackCount,
        int[] deltas)
        implements RtcpPacket {

    /// In [#deltas]: this packet has not arrived (yet).
    public static final int NOT_RECEIVED = Integer.MIN_VALUE;

    /// Most packets we report on, or believe a report on, at once.
    public static final int MAX_PACKETS = 4096;

    /// Length of a tick in nanoseconds.
    public static final long TICK_NANOS = 250_000;

    /// Ticks in a unit of the reference time.
    public static final int TICKS_PER_REFERENCE = 256;

    private static final int FIXED_LENGTH = RtcpHeader.FEEDBACK_LENGTH + 8;

    public TransportCc {
        if (deltas.length == 0 || deltas.length > MAX_PACKETS) {
            throw new IllegalArgumentException("feedback on " + deltas.length + " packets");
        }
    }

    /// Told about each packet in order of sequence number.
    @FunctionalInterface
    public interface Visitor {
        /// `arrivalTicks` are 250 µs ticks on the receiver's clock, the reference time included;
        /// they mean nothing if not received.
        void onPacket(int sequenceNumber, boolean received, long arrivalTicks);
    }

    /// Walks through the packets with their absolute arrival times.
    public void forEach(Visitor visitor) {
        long ticks = (long) referenceTime * TICKS_PER_REFERENCE;
        for (int i = 0; i < deltas.length; i++) {
            boolean received = deltas[i] != NOT_RECEIVED;
            ticks += received ? deltas[i] : 0;
            visitor.onPacket(baseSequenceNumber + i & 0xFFFF, received, ticks);
        }
    }

    /// Packets reported on, received or not.
    public int packetCount() {
        return deltas.length;
    }

    static @Nullable TransportCc parse(byte[] buffer, int offset, int length) {
        if (length < FIXED_LENGTH) {
            return null;
        }
        int count = BigEndian.u16(buffer, offset + 14);
        if (count == 0 || count > MAX_PACKETS) {
            return null;
        }
        int[] deltas =
                TransportCcStatus.read(buffer, offset + FIXED_LENGTH, offset + length, count);
        return deltas == null
                ? null
                : new TransportCc(
                        BigEndian.i32(buffer, offset + 4),
                        BigEndian.i32(buffer, offset + 8),
                        BigEndian.u16(buffer, offset + 12),
                        BigEndian.u24(buffer, offset + 16),
                        BigEndian.u8(buffer, offset + 19),
                        deltas);
    }

    @Override
    public int wireLength() {
        return FIXED_LENGTH + TransportCcStatus.length(deltas) + 3 & ~3;
    }

    /// Padding is flagged and counted, as Chromium does it: the count tells it from deltas.
    @Override
    public int write(byte[] buffer, int offset) {
        int length = wireLength();
        RtcpHeader.writeFeedback(
                buffer,
                offset,
                RtcpHeader.FMT_TRANSPORT_CC,
                RtcpHeader.RTPFB,
                length,
                senderSsrc,
                mediaSsrc);
        BigEndian.put16(buffer, offset + 12, baseSequenceNumber);
        BigEndian.put16(buffer, offset + 14, deltas.length);
        BigEndian.put24(buffer, offset + 16, referenceTime);
        buffer[offset + 19] = (byte) feedbackCount;
        int at = TransportCcStatus.write(deltas, buffer, offset + FIXED_LENGTH);
        int padding = offset + length - at;
        if (padding > 0) {
            Arrays.fill(buffer, at, offset + length, (byte) 0);
            buffer[offset] |= 0x20;
            buffer[offset + length - 1] = (byte) padding;
        }
        return length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TransportCc that
                && senderSsrc == that.senderSsrc
                && mediaSsrc == that.mediaSsrc
                && baseSequenceNumber == that.baseSequenceNumber
                && referenceTime == that.referenceTime
                && feedbackCount == that.feedbackCount
                && Arrays.equals(deltas, that.deltas);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * baseSequenceNumber + referenceTime) + Arrays.hashCode(deltas);
    }
}
