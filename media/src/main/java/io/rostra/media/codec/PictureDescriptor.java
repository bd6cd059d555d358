package io.rostra.media.codec;

/// A payload descriptor that numbers pictures, as a view that is reused. Not thread-safe.
public sealed interface PictureDescriptor permits Vp8Descriptor, Vp9Descriptor {
    /// What the accessors of optional fields answer when the field is not there.
    int ABSENT = -1;

    /// Points the view at a payload. False if the bytes are no descriptor followed by at least one
    /// byte of a frame.
    boolean wrap(byte[] buffer, int offset, int payloadLength);

    /// 7 or 15 bits, or [#ABSENT].
    int pictureId();

    /// 8 bits, or [#ABSENT].
    int tl0PicIdx();

    /// Replaces picture id and TL0PICIDX of the descriptor in front of a payload, in place and in
    /// the width that they have there; fields that are absent stay absent. The payload is one that
    /// [#wrap] accepted. The view stays where it is.
    void renumber(byte[] buffer, int offset, int pictureId, int tl0PicIdx);
}
