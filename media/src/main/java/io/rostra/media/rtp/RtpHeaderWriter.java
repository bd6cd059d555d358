package io.rostra.media.rtp;

/// Writes a fresh RTP header: [#begin], any number of extension elements, [#end]. Reused for every
/// packet, allocates nothing, not thread-safe. The caller's array has room for the header.
///
/// ```java
/// writer.begin(out, 0, payloadType, marker, sequenceNumber, timestamp, ssrc);
/// writer.extension16(transportCcId, transportSequence);
/// int headerLength = writer.end();
/// ```
public final class RtpHeaderWriter {
    /// Longest value of an element in the one-byte form.
    public static final int MAX_ONE_BYTE_VALUE = 16;

    private static final byte[] EMPTY = {};
    private static final int BLOCK_HEADER = 4;

    private byte[] buffer = EMPTY;
    private int start;
    private int at;
    private boolean twoByte;

    /// Starts a header at `offset`: version 2, no padding, no CSRC. Extension elements take the
    /// one-byte form unless [#twoByteExtensions] follows.
    public void begin(
            byte[] buffer,
            int offset,
            int payloadType,
            boolean marker,
            int sequenceNumber,
            int timestamp,
            int ssrc) {
        this.buffer = buffer;
        start = offset;
        at = offset + RtpPacket.FIXED_HEADER_LENGTH;
        twoByte = false;
        buffer[offset] = (byte) 0x80;
        buffer[offset + 1] = (byte) (payloadType & 0x7F | (marker ? 0x80 : 0));
        BigEndian.put16(buffer, offset + 2, sequenceNumber);
        BigEndian.put32(buffer, offset + 4, timestamp);
        BigEndian.put32(buffer, offset + 8, ssrc);
    }

    /// Chooses the two-byte form (RFC 8285 section 4.3) for this header; before the first element,
    /// and only if `a=extmap-allow-mixed` was agreed.
    public void twoByteExtensions() {
        if (hasBlock()) {
            throw new IllegalStateException("an extension element was already written");
        }
        twoByte = true;
    }

    /// Adds an element. False, with nothing written, if the form cannot carry it: ids 1..14 and
    /// 1..16 bytes in the one-byte form, ids 1..255 and up to 255 bytes in the two-byte form.
    public boolean extension(int id, byte[] value, int valueOffset, int valueLength) {
        if (!element(id, valueLength)) {
            return false;
        }
        System.arraycopy(value, valueOffset, buffer, at, valueLength);
        at += valueLength;
        return true;
    }

    /// Adds an element of one byte, such as the video orientation.
    public boolean extension8(int id, int value) {
        if (!element(id, 1)) {
            return false;
        }
        buffer[at++] = (byte) value;
        return true;
    }

    /// Adds an element of two bytes, such as the transport-wide sequence number.
    public boolean extension16(int id, int value) {
        if (!element(id, 2)) {
            return false;
        }
        BigEndian.put16(buffer, at, value);
        at += 2;
        return true;
    }

    /// Adds an element of three bytes, such as abs-send-time or playout-delay.
    public boolean extension24(int id, int value) {
        if (!element(id, 3)) {
            return false;
        }
        BigEndian.put24(buffer, at, value);
        at += 3;
        return true;
    }

    /// Ends the header: pads the extension block to a multiple of four bytes. Returns the header's
    /// length in bytes.
    public int end() {
        if (hasBlock()) {
            int block = start + RtpPacket.FIXED_HEADER_LENGTH;
            while ((at - block & 3) != 0) {
                buffer[at++] = 0;
            }
            BigEndian.put16(
                    buffer,
                    block,
                    twoByte ? RtpPacket.TWO_BYTE_PROFILE : RtpPacket.ONE_BYTE_PROFILE);
            BigEndian.put16(buffer, block + 2, (at - block - BLOCK_HEADER) / 4);
        }
        int length = at - start;
        buffer = EMPTY;
        return length;
    }

    private boolean hasBlock() {
        return at > start + RtpPacket.FIXED_HEADER_LENGTH;
    }

    private boolean element(int id, int valueLength) {
        boolean fits =
                twoByte
                        ? id > 0 && id < 256 && valueLength >= 0 && valueLength < 256
                        : id > 0 && id < 15 && valueLength > 0 && valueLength <= MAX_ONE_BYTE_VALUE;
        if (!fits) {
            return false;
        }
        if (!hasBlock()) {
            buffer[start] |= 0x10;
            at += BLOCK_HEADER;
        }
        if (twoByte) {
            buffer[at++] = (byte) id;
            buffer[at++] = (byte) valueLength;
        } else {
            buffer[at++] = (byte) (id << 4 | valueLength - 1);
        }
        return true;
    }
}
