package io.rostra.media.codec;

/// The VP9 payload descriptor in front of every RTP payload (RFC 9628 section 4.2), as a view that
/// is reused. Not thread-safe.
///
/// ```
///       0 1 2 3 4 5 6 7
///      +-+-+-+-+-+-+-+-+
///      |I|P|L|F|B|E|V|Z| (required)
///      +-+-+-+-+-+-+-+-+
/// I:   |M| PictureID   | (M: 15 bits, one byte more)
///      +-+-+-+-+-+-+-+-+
/// L:   | TID |U| SID |D|
///      +-+-+-+-+-+-+-+-+
///      |   TL0PICIDX   | (L and not F)
///      +-+-+-+-+-+-+-+-+
/// P,F: | P_DIFF      |N| (up to three, N: another follows)
///      +-+-+-+-+-+-+-+-+
/// V:   | SS ...        |
///      +-+-+-+-+-+-+-+-+
/// ```
public final class Vp9Descriptor implements PictureDescriptor {
    private static final int PICTURE_ID = 0x80;
    private static final int INTER_PICTURE = 0x40;
    private static final int LAYERS = 0x20;
    private static final int FLEXIBLE = 0x10;
    private static final int BEGIN = 0x08;
    private static final int END = 0x04;
    private static final int STRUCTURE = 0x02;
    private static final int MAX_REFERENCES = 3;

    private int length;
    private int first;
    private int layers;
    private int pictureId;
    private int tl0PicIdx;
    private int spatialLayers;

    @Override
    public boolean wrap(byte[] buffer, int offset, int payloadLength) {
        if (offset < 0 || payloadLength < 2 || payloadLength > buffer.length - offset) {
            return false;
        }
        int end = offset + payloadLength;
        first = buffer[offset] & 0xFF;
        layers = 0;
        pictureId = ABSENT;
        tl0PicIdx = ABSENT;
        spatialLayers = 0;
        int at = optionalFields(buffer, offset + 1, end);
        if (at >= 0 && (first & STRUCTURE) != 0) {
            at = structure(buffer, at, end);
        }
        length = at - offset;
        return at >= 0 && at < end;
    }

    /// Index behind picture id, layer indices and reference indices, or -1.
    private int optionalFields(byte[] buffer, int from, int end) {
        int at = from;
        if ((first & PICTURE_ID) != 0) {
            if (at + 1 >= end) {
                return -1;
            }
            pictureId = buffer[at++] & 0xFF;
            if (pictureId >= 0x80) {
                pictureId = (pictureId & 0x7F) << 8 | buffer[at++] & 0xFF;
            }
        }
        if ((first & LAYERS) != 0) {
            if (at + 1 >= end) {
                return -1;
            }
            layers = buffer[at++] & 0xFF;
            if ((first & FLEXIBLE) == 0) {
                tl0PicIdx = buffer[at++] & 0xFF;
            }
        }
        if ((first & (INTER_PICTURE | FLEXIBLE)) == (INTER_PICTURE | FLEXIBLE)) {
            for (int references = 1; ; references++) {
                if (at >= end || references > MAX_REFERENCES) {
                    return -1;
                }
                if ((buffer[at++] & 1) == 0) {
                    break;
                }
            }
        }
        return at;
    }

    /// The scalability structure: `N_S (3) Y G RES (3)`, with Y a width and height for each spatial
    /// layer, with G the pictures of a group and their references.
    private int structure(byte[] buffer, int from, int end) {
        if (from >= end) {
            return -1;
        }
        int header = buffer[from] & 0xFF;
        spatialLayers = (header >> 5) + 1;
        int at = from + 1 + ((header & 0x10) != 0 ? 4 * spatialLayers : 0);
        if ((header & 0x08) == 0) {
            return at;
        }
        if (at >= end) {
            return -1;
        }
        int pictures = buffer[at++] & 0xFF;
        for (int i = 0; i < pictures; i++) {
            if (at >= end) {
                return -1;
            }
            at += 1 + (buffer[at] >> 2 & 3);
        }
        return at;
    }

    @Override
    public void renumber(byte[] buffer, int offset, int pictureId, int tl0PicIdx) {
        int flags = buffer[offset];
        int at = offset + 1;
        if ((flags & PICTURE_ID) != 0) {
            if (buffer[at] < 0) {
                buffer[at++] = (byte) (0x80 | pictureId >> 8 & 0x7F);
                buffer[at++] = (byte) pictureId;
            } else {
                buffer[at++] = (byte) (pictureId & 0x7F);
            }
        }
        if ((flags & (LAYERS | FLEXIBLE)) == LAYERS) {
            buffer[at + 1] = (byte) tl0PicIdx;
        }
    }

    /// The first packet of a picture that refers to none before it, in its lowest spatial layer.
    static boolean startsKeyFrame(byte[] buffer, int offset, int payloadLength) {
        if (payloadLength < 2 || (buffer[offset] & (INTER_PICTURE | BEGIN)) != BEGIN) {
            return false;
        }
        int flags = buffer[offset];
        if ((flags & LAYERS) == 0) {
            return true;
        }
        int at = offset + 1;
        int end = offset + payloadLength;
        if ((flags & PICTURE_ID) != 0) {
            at += buffer[at] < 0 ? 2 : 1;
        }
        return at < end && (buffer[at] & 0x0E) == 0;
    }

    /// Bytes of the descriptor itself.
    public int length() {
        return length;
    }

    @Override
    public int pictureId() {
        return pictureId;
    }

    @Override
    public int tl0PicIdx() {
        return tl0PicIdx;
    }

    /// 0 where the descriptor has no layer indices.
    public int spatialId() {
        return layers >> 1 & 7;
    }

    /// 0 where the descriptor has no layer indices.
    public int temporalId() {
        return layers >> 5;
    }

    /// U: no later picture of this temporal layer or a higher one refers to anything before this
    /// one above the layers below.
    public boolean switchingUpPoint() {
        return (layers & 0x10) != 0;
    }

    /// P: refers to an earlier picture.
    public boolean interPicture() {
        return (first & INTER_PICTURE) != 0;
    }

    /// B: the first packet of a layer's frame.
    public boolean startsFrame() {
        return (first & BEGIN) != 0;
    }

    /// E: the last packet of a layer's frame.
    public boolean endsFrame() {
        return (first & END) != 0;
    }

    /// How many spatial layers the scalability structure in this packet names, 0 when it has none.
    public int spatialLayers() {
        return spatialLayers;
    }
}
