package io.rostra.media.rtp;

/// Redundant audio data (RFC 2198 section 3): earlier frames in front of the present one. The
/// header of each redundant block is four bytes, that of the present (primary) one a single byte.
///
/// ```
///  0                   1                    2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3  4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |1|   block PT  |  timestamp offset         |   block length    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0|   block PT  | redundant data ..., then primary data ...
/// +-+-+-+-+-+-+-+-+
/// ```
public final class RedPayload {
    private static final int REDUNDANT_HEADER = 4;
    private static final int MORE = 0x80;

    private RedPayload() {}

    /// Where the primary block begins, counted from `offset`; it reaches to the end of the payload
    /// and is not empty. -1 if the payload is malformed.
    public static int primaryAt(byte[] buffer, int offset, int length) {
        if (offset < 0 || length < 0 || length > buffer.length - offset) {
            return -1;
        }
        int at = 0;
        int redundant = 0;
        while (at < length && (buffer[offset + at] & MORE) != 0) {
            if (at + REDUNDANT_HEADER > length) {
                return -1;
            }
            redundant += BigEndian.u16(buffer, offset + at + 2) & 0x3FF;
            at += REDUNDANT_HEADER;
        }
        int primary = at + 1 + redundant;
        return primary < length ? primary : -1;
    }

    /// Says of all blocks that they have this payload type, in place. The payload is one that
    /// [#primaryAt] accepted.
    public static void retype(byte[] buffer, int offset, int payloadType) {
        int at = offset;
        while ((buffer[at] & MORE) != 0) {
            buffer[at] = (byte) (MORE | payloadType);
            at += REDUNDANT_HEADER;
        }
        buffer[at] = (byte) payloadType;
    }
}
