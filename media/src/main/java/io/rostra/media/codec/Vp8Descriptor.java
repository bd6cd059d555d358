package io.rostra.media.codec;

/// The VP8 payload descriptor in front of every RTP payload (RFC 7741 section 4.2), as a view that
/// is reused. Not thread-safe.
///
/// ```
///       0 1 2 3 4 5 6 7
///      +-+-+-+-+-+-+-+-+
///      |X|R|N|S|R| PID | (required)
///      +-+-+-+-+-+-+-+-+
/// X:   |I|L|T|K| RSV   |
///      +-+-+-+-+-+-+-+-+
/// I:   |M| PictureID   | (M: 15 bits, one byte more)
///      +-+-+-+-+-+-+-+-+
/// L:   |   TL0PICIDX   |
///      +-+-+-+-+-+-+-+-+
/// T/K: |TID|Y| KEYIDX  |
///      +-+-+-+-+-+-+-+-+
/// ```
public final class Vp8Descriptor implements PictureDescriptor {
    private static final int START_OF_PARTITION = 0x10;

    private int length;
    private int first;
    private int pictureId;
    private int tl0PicIdx;
    private int temporalId;

    @Override
    public boolean wrap(byte[] buffer, int offset, int payloadLength) {
        length = lengthOf(buffer, offset, payloadLength);
        if (length < 0) {
            return false;
        }
        first = buffer[offset];
        pictureId = ABSENT;
        tl0PicIdx = ABSENT;
        temporalId = ABSENT;
        if (first < 0) {
            optionalFields(buffer, offset + 1);
        }
        return true;
    }

    private void optionalFields(byte[] buffer, int from) {
        int flags = buffer[from];
        int at = from + 1;
        if ((flags & 0x80) != 0) {
            pictureId = buffer[at++] & 0xFF;
            if (pictureId >= 0x80) {
                pictureId = (pictureId & 0x7F) << 8 | buffer[at++] & 0xFF;
            }
        }
        if ((flags & 0x40) != 0) {
            tl0PicIdx = buffer[at++] & 0xFF;
        }
        if ((flags & 0x20) != 0) {
            temporalId = (buffer[at] & 0xFF) >>> 6;
        }
    }

    @Override
    public void renumber(byte[] buffer, int offset, int pictureId, int tl0PicIdx) {
        if (buffer[offset] >= 0) {
            return;
        }
        int flags = buffer[offset + 1];
        int at = offset + 2;
        if ((flags & 0x80) != 0) {
            if (buffer[at] < 0) {
                buffer[at++] = (byte) (0x80 | pictureId >> 8 & 0x7F);
                buffer[at++] = (byte) pictureId;
            } else {
                buffer[at++] = (byte) (pictureId & 0x7F);
            }
        }
        if ((flags & 0x40) != 0) {
            buffer[at] = (byte) tl0PicIdx;
        }
    }

    /// Bytes of the descriptor, or -1 if nothing of a frame would be left behind it.
    static int lengthOf(byte[] buffer, int offset, int payloadLength) {
        if (offset < 0 || payloadLength < 2 || payloadLength > buffer.length - offset) {
            return -1;
        }
        if (buffer[offset] >= 0) {
            return 1;
        }
        int flags = buffer[offset + 1];
        int size = 2;
        if ((flags & 0x80) != 0) {
            if (size >= payloadLength) {
                return -1;
            }
            size += buffer[offset + size] < 0 ? 2 : 1;
        }
        size += (flags & 0x40) != 0 ? 1 : 0;
        size += (flags & 0x30) != 0 ? 1 : 0;
        return size < payloadLength ? size : -1;
    }

    /// S=1, PID=0 and, in the frame header behind the descriptor, P=0 (RFC 6386 section 9.1).
    static boolean startsKeyFrame(byte[] buffer, int offset, int payloadLength) {
        int size = lengthOf(buffer, offset, payloadLength);
        return size > 0 && startsFrame(buffer[offset]) && (buffer[offset + size] & 1) == 0;
    }

    private static boolean startsFrame(int first) {
        return (first & START_OF_PARTITION) != 0 && (first & 0x07) == 0;
    }

    /// Bytes of the descriptor itself.
    public int length() {
        return length;
    }

    /// The payload begins with the first byte of a frame.
    public boolean startsFrame() {
        return startsFrame(first);
    }

    /// No other frame refers to this one.
    public boolean nonReference() {
        return (first & 0x20) != 0;
    }

    @Override
    public int pictureId() {
        return pictureId;
    }

    @Override
    public int tl0PicIdx() {
        return tl0PicIdx;
    }

    public int temporalId() {
        return temporalId;
    }
}
