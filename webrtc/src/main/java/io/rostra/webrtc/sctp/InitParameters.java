package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What INIT and INIT ACK have in common (RFC 9260 sections 3.3.2 and 3.3.3): the value after the
/// chunk header.
///
/// ```text
/// +---------------------------------------------------------------+
/// |                         Initiate Tag                          |
/// +---------------------------------------------------------------+
/// |           Advertised Receiver Window Credit (bytes)           |
/// +-------------------------------+-------------------------------+
/// |      Outbound Streams         |    Inbound Streams (max)      |
/// +-------------------------------+-------------------------------+
/// |                          Initial TSN                          |
/// +-------------------------------+-------------------------------+
/// |        Parameter Type         |   Length (without padding)    |  repeated
/// +-------------------------------+-------------------------------+
/// |              Parameter Value, padded to 32 bits               |
/// +---------------------------------------------------------------+
/// ```
///
/// @param receiverWindow bytes, unsigned
/// @param cookie state cookie, only in an INIT ACK
/// @param unrecognized whole parameters to report back, because their type's two high bits ask for
///   it (section 3.2.1)
@SuppressWarnings("ArrayRecordComponent")
record InitParameters(
        int initiateTag,
        int receiverWindow,
        int outboundStreams,
        int inboundStreams,
        int initialTsn,
        boolean forwardTsn,
        boolean reConfig,
        byte @Nullable [] cookie,
        List<byte[]> unrecognized) {
    private static final int FIXED_LENGTH = 16;
    private static final int STATE_COOKIE = 7;
    private static final int UNRECOGNIZED = 8;
    private static final int SUPPORTED_EXTENSIONS = 0x8008;
    private static final int FORWARD_TSN_SUPPORTED = 0xC000;

    /// Bounds what a hostile INIT can make us echo.
    private static final int MAX_REPORTED = 4;

    private static final int MAX_REPORTED_LENGTH = 64;

    static @Nullable InitParameters parse(ByteBuffer in) {
        if (in.remaining() < FIXED_LENGTH) {
            return null;
        }
        int tag = in.getInt();
        int window = in.getInt();
        int outbound = Short.toUnsignedInt(in.getShort());
        int inbound = Short.toUnsignedInt(in.getShort());
        int tsn = in.getInt();
        boolean forwardTsn = false;
        boolean reConfig = false;
        byte[] cookie = null;
        List<byte[]> unrecognized = new ArrayList<>();
        boolean more = true;
        while (more && in.remaining() >= 4) {
            int start = in.position();
            int type = Short.toUnsignedInt(in.getShort());
            int length = Short.toUnsignedInt(in.getShort());
            if (length < 4 || length > in.limit() - start) {
                return null;
            }
            ByteBuffer value = in.slice(start + 4, length - 4);
            switch (type) {
                case STATE_COOKIE -> cookie = Chunk.remaining(value);
                case FORWARD_TSN_SUPPORTED -> forwardTsn = true;
                case SUPPORTED_EXTENSIONS -> {
                    while (value.hasRemaining()) {
                        int extension = Byte.toUnsignedInt(value.get());
                        forwardTsn |= extension == ChunkType.FORWARD_TSN;
                        reConfig |= extension == ChunkType.RE_CONFIG;
                    }
                }
                default -> {
                    if (!isKnownAndIgnored(type)) {
                        more = (type & 0x8000) != 0;
                        if ((type & 0x4000) != 0
                                && length <= MAX_REPORTED_LENGTH
                                && unrecognized.size() < MAX_REPORTED) {
                            unrecognized.add(Chunk.remaining(in.slice(start, length)));
                        }
                    }
                }
            }
            in.position(Math.min(start + Chunk.padded(length), in.limit()));
        }
        return new InitParameters(
                tag,
                window,
                outbound,
                inbound,
                tsn,
                forwardTsn,
                reConfig,
                cookie,
                List.copyOf(unrecognized));
    }

    /// Addresses, cookie preservative, reported parameters, supported address types: no meaning
    /// over DTLS (RFC 8261).
    private static boolean isKnownAndIgnored(int type) {
        return type == 5
                || type == 6
                || type == UNRECOGNIZED
                || type == 9
                || type == 11
                || type == 12;
    }

    int length() {
        int length = FIXED_LENGTH;
        if (cookie != null) {
            length += 4 + Chunk.padded(cookie.length);
        }
        for (byte[] parameter : unrecognized) {
            length += 4 + Chunk.padded(parameter.length);
        }
        if (forwardTsn) {
            length += 4;
        }
        return length + 8;
    }

    void write(ByteBuffer out) {
        out.putInt(initiateTag).putInt(receiverWindow);
        out.putShort((short) outboundStreams).putShort((short) inboundStreams).putInt(initialTsn);
        if (cookie != null) {
            putPadded(out, STATE_COOKIE, cookie);
        }
        for (byte[] parameter : unrecognized) {
            putPadded(out, UNRECOGNIZED, parameter);
        }
        if (forwardTsn) {
            out.putShort((short) FORWARD_TSN_SUPPORTED).putShort((short) 4);
        }
        out.putShort((short) SUPPORTED_EXTENSIONS).putShort((short) 6);
        out.put((byte) ChunkType.RE_CONFIG).put((byte) ChunkType.FORWARD_TSN).putShort((short) 0);
    }

    private static void putPadded(ByteBuffer out, int type, byte[] value) {
        out.putShort((short) type).putShort((short) (4 + value.length)).put(value);
        for (int i = value.length; i < Chunk.padded(value.length); i++) {
            out.put((byte) 0);
        }
    }
}
