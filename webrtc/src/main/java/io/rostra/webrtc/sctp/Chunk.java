package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One chunk of an SCTP packet (RFC 9260 section 3.2); a record per chunk type.
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+---------------+-------------------------------+
/// |     Type      |     Flags     |  Length (without padding)     |
/// +---------------+---------------+-------------------------------+
/// |                       Value, padded to 32 bits                |
/// +---------------------------------------------------------------+
/// ```
sealed interface Chunk
        permits DataChunk,
                InitChunk,
                InitAckChunk,
                SackChunk,
                HeartbeatChunk,
                HeartbeatAckChunk,
                AbortChunk,
                ShutdownChunk,
                ShutdownAckChunk,
                ErrorChunk,
                CookieEchoChunk,
                CookieAckChunk,
                ShutdownCompleteChunk,
                ReConfigChunk,
                ForwardTsnChunk,
                UnknownChunk {
    int HEADER_LENGTH = 4;

    int type();

    default int flags() {
        return 0;
    }

    /// Length of the value in bytes, without header and padding.
    int valueLength();

    void writeValue(ByteBuffer out);

    /// Room the chunk takes in a packet.
    default int paddedLength() {
        return padded(HEADER_LENGTH + valueLength());
    }

    static int padded(int length) {
        return (length + 3) & ~3;
    }

    /// @param value exactly the bytes of the chunk value
    /// @return null if a chunk of a known type is malformed
    static @Nullable Chunk parse(int type, int flags, ByteBuffer value) {
        return switch (type) {
            case ChunkType.DATA -> DataChunk.parse(flags, value);
            case ChunkType.INIT -> InitChunk.parse(value);
            case ChunkType.INIT_ACK -> InitAckChunk.parse(value);
            case ChunkType.SACK -> SackChunk.parse(value);
            case ChunkType.HEARTBEAT -> new HeartbeatChunk(remaining(value));
            case ChunkType.HEARTBEAT_ACK -> new HeartbeatAckChunk(remaining(value));
            case ChunkType.ABORT -> AbortChunk.parse(flags, value);
            case ChunkType.SHUTDOWN -> ShutdownChunk.parse(value);
            case ChunkType.SHUTDOWN_ACK -> new ShutdownAckChunk();
            case ChunkType.ERROR -> ErrorChunk.parse(value);
            case ChunkType.COOKIE_ECHO -> new CookieEchoChunk(remaining(value));
            case ChunkType.COOKIE_ACK -> new CookieAckChunk();
            case ChunkType.SHUTDOWN_COMPLETE -> new ShutdownCompleteChunk((flags & 1) != 0);
            case ChunkType.RE_CONFIG -> ReConfigChunk.parse(value);
            case ChunkType.FORWARD_TSN -> ForwardTsnChunk.parse(value);
            default -> new UnknownChunk(type, flags, remaining(value));
        };
    }

    static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
