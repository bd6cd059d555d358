package io.rostra.media.rtp;

import java.util.Objects;

/// A reusable view of one RTP packet in a `byte[]` (RFC 3550 section 5.1). Nothing is copied or
/// allocated; the view is valid until the buffer changes under it. Not thread-safe.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           timestamp                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                             SSRC                              |
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |                         CSRC (CC times)                       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  0xBEDE or 0x100x (if X)      |  length in 32-bit words       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   header extension elements (RFC 8285)                        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   payload ...                 |  padding, last byte = count   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
public final class RtpPacket {
    /// Bytes of the header without CSRCs and extensions.
    public static final int FIXED_HEADER_LENGTH = 12;

    /// In the first byte: the packet ends with padding.
    public static final byte PADDING_BIT = 0x20;

    /// "Defined by profile" value of the one-byte extension form.
    public static final int ONE_BYTE_PROFILE = 0xBEDE;

    /// The two-byte form; the low four bits are application bits.
    public static final int TWO_BYTE_PROFILE = 0x1000;

    private static final byte[] EMPTY = {};
    private static final int ONE_BYTE_STOP_ID = 15;

    private byte[] buffer = EMPTY;
    private int offset;
    private int length;
    private int headerLength;
    private int paddingLength;

    /// 0 when the packet has no extension block; otherwise its "defined by profile" value.
    private int extensionProfile;

    private int extensionsStart;
    private int extensionsEnd;

    /// Points this view at a plain (decrypted) packet. Returns false, and leaves the view empty, if
    /// the bytes are not RTP.
    public boolean wrap(byte[] buffer, int offset, int length) {
        clear();
        int header = headerLengthOf(buffer, offset, length);
        if (header < 0) {
            return false;
        }
        int padding = 0;
        if ((buffer[offset] & 0x20) != 0) {
            padding = header < length ? buffer[offset + length - 1] & 0xFF : 0;
            if (padding == 0 || padding > length - header) {
                return false;
            }
        }
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        headerLength = header;
        paddingLength = padding;
        if ((buffer[offset] & 0x10) != 0) {
            int block = offset + FIXED_HEADER_LENGTH + 4 * (buffer[offset] & 0x0F);
            extensionProfile = BigEndian.u16(buffer, block);
            extensionsStart = block + 4;
            extensionsEnd = offset + header;
        }
        return true;
    }

    /// Bytes of fixed header, CSRCs and extension block, or -1 if they are not a valid RTP header
    /// within `length` bytes. Looks at nothing behind the header, so it is good for encrypted
    /// packets, too.
    public static int headerLengthOf(byte[] buffer, int offset, int length) {
        if (offset < 0
                || length < FIXED_HEADER_LENGTH
                || length > buffer.length - offset
                || (buffer[offset] & 0xC0) != 0x80) {
            return -1;
        }
        int header = FIXED_HEADER_LENGTH + 4 * (buffer[offset] & 0x0F);
        if ((buffer[offset] & 0x10) != 0) {
            if (header + 4 > length) {
                return -1;
            }
            header += 4 + 4 * BigEndian.u16(buffer, offset + header + 2);
        }
        return header <= length ? header : -1;
    }

    private void clear() {
        buffer = EMPTY;
        offset = 0;
        length = 0;
        headerLength = 0;
        paddingLength = 0;
        extensionProfile = 0;
        extensionsStart = 0;
        extensionsEnd = 0;
    }

    /// The array the view looks at; the empty array before the first successful [#wrap].
    public byte[] buffer() {
        return buffer;
    }

    /// Index of the packet's first byte in [#buffer].
    public int offset() {
        return offset;
    }

    /// Bytes of the whole packet, padding included.
    public int length() {
        return length;
    }

    /// Payload type, 0..127.
    public int payloadType() {
        return buffer[offset + 1] & 0x7F;
    }

    public void payloadType(int payloadType) {
        Objects.checkIndex(payloadType, 128);
        buffer[offset + 1] = (byte) (buffer[offset + 1] & 0x80 | payloadType);
    }

    public boolean marker() {
        return buffer[offset + 1] < 0;
    }

    public void marker(boolean marker) {
        buffer[offset + 1] = (byte) (buffer[offset + 1] & 0x7F | (marker ? 0x80 : 0));
    }

    /// Sequence number, 0..65535.
    public int sequenceNumber() {
        return BigEndian.u16(buffer, offset + 2);
    }

    /// Writes the low 16 bits, so that an unwrapped number may be given.
    public void sequenceNumber(int sequenceNumber) {
        BigEndian.put16(buffer, offset + 2, sequenceNumber);
    }

    /// RTP timestamp, raw bits; see [#unsigned].
    public int timestamp() {
        return BigEndian.i32(buffer, offset + 4);
    }

    public void timestamp(int timestamp) {
        BigEndian.put32(buffer, offset + 4, timestamp);
    }

    /// SSRC, raw bits; see [#unsigned].
    public int ssrc() {
        return BigEndian.i32(buffer, offset + 8);
    }

    public void ssrc(int ssrc) {
        BigEndian.put32(buffer, offset + 8, ssrc);
    }

    /// A timestamp or SSRC as the number that was meant.
    public static long unsigned(int bits) {
        return bits & 0xFFFF_FFFFL;
    }

    /// Bytes of fixed header, CSRCs and extension block.
    public int headerLength() {
        return headerLength;
    }

    /// Absolute index of the first payload byte.
    public int payloadOffset() {
        return offset + headerLength;
    }

    /// Payload bytes without padding; 0 for a padding-only packet.
    public int payloadLength() {
        return length - headerLength - paddingLength;
    }

    /// Padding bytes at the end, the count byte included.
    public int paddingLength() {
        return paddingLength;
    }

    /// The extension block's "defined by profile" value, 0 when there is no block.
    public int extensionProfile() {
        return extensionProfile;
    }

    /// Absolute index of the value of extension element `id`, -1 if the packet does not carry it.
    /// In the two-byte form a value may be empty; then the index is where it would be.
    public int extensionOffset(int id) {
        int header = findExtension(id);
        return header < 0 ? -1 : header + (isOneByteForm() ? 1 : 2);
    }

    /// Bytes of the value of extension element `id`, -1 if absent.
    public int extensionLength(int id) {
        int header = findExtension(id);
        if (header < 0) {
            return -1;
        }
        return isOneByteForm() ? (buffer[header] & 0x0F) + 1 : buffer[header + 1] & 0xFF;
    }

    private boolean isOneByteForm() {
        return extensionProfile == ONE_BYTE_PROFILE;
    }

    /// Index of the element's own header, -1 if absent or cut short by the end of the block.
    private int findExtension(int id) {
        if (id <= 0) {
            return -1;
        }
        if (isOneByteForm()) {
            return findOneByte(id);
        }
        return (extensionProfile & 0xFFF0) == TWO_BYTE_PROFILE ? findTwoByte(id) : -1;
    }

    /// RFC 8285 section 4.2: `ID (4 bits) | bytes - 1 (4 bits) | value`; a zero byte is padding, id
    /// 15 ends the list.
    private int findOneByte(int id) {
        int at = extensionsStart;
        while (at < extensionsEnd) {
            int element = buffer[at] & 0xFF;
            if (element == 0) {
                at++;
                continue;
            }
            int next = at + 2 + (element & 0x0F);
            if (element >> 4 == ONE_BYTE_STOP_ID || next > extensionsEnd) {
                return -1;
            }
            if (element >> 4 == id) {
                return at;
            }
            at = next;
        }
        return -1;
    }

    /// RFC 8285 section 4.3: `ID (8 bits) | bytes (8 bits) | value`; a zero id is one byte of
    /// padding.
    private int findTwoByte(int id) {
        int at = extensionsStart;
        while (at < extensionsEnd) {
            if (buffer[at] == 0) {
                at++;
                continue;
            }
            if (at + 2 > extensionsEnd) {
                return -1;
            }
            int next = at + 2 + (buffer[at + 1] & 0xFF);
            if (next > extensionsEnd) {
                return -1;
            }
            if ((buffer[at] & 0xFF) == id) {
                return at;
            }
            at = next;
        }
        return -1;
    }
}
