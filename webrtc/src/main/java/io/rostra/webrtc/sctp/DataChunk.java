package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A fragment of a user message (RFC 9260 section 3.3.1).
///
/// ```text
/// +---------------+---------+-+-+-+-+-----------------------------+
/// |   Type = 0    |   res   |I|U|B|E|           Length            |
/// +---------------+---------+-+-+-+-+-----------------------------+
/// |                              TSN                              |
/// +-------------------------------+-------------------------------+
/// |      Stream Identifier        |    Stream Sequence Number     |
/// +-------------------------------+-------------------------------+
/// |                 Payload Protocol Identifier                   |
/// +---------------------------------------------------------------+
/// |                          User Data                            |
/// +---------------------------------------------------------------+
/// ```
///
/// The user data is `length` bytes of `bytes` from `offset`: fragments that we send share their
/// message's array.
@SuppressWarnings("ArrayRecordComponent")
record DataChunk(
        int flags, int tsn, int stream, int ssn, int ppid, byte[] bytes, int offset, int length)
        implements Chunk {
    static final int END = 1;
    static final int BEGIN = 2;
    static final int UNORDERED = 4;
    static final int IMMEDIATE = 8;

    /// Chunk header and fixed fields before the user data.
    static final int OVERHEAD = 16;

    static @Nullable DataChunk parse(int flags, ByteBuffer in) {
        if (in.remaining() < OVERHEAD - HEADER_LENGTH) {
            return null;
        }
        int tsn = in.getInt();
        int stream = Short.toUnsignedInt(in.getShort());
        int ssn = Short.toUnsignedInt(in.getShort());
        int ppid = in.getInt();
        byte[] bytes = Chunk.remaining(in);
        return new DataChunk(flags, tsn, stream, ssn, ppid, bytes, 0, bytes.length);
    }

    boolean begin() {
        return (flags & BEGIN) != 0;
    }

    boolean end() {
        return (flags & END) != 0;
    }

    boolean unordered() {
        return (flags & UNORDERED) != 0;
    }

    boolean immediate() {
        return (flags & IMMEDIATE) != 0;
    }

    /// Asks the receiver not to delay its acknowledgement (RFC 7053).
    DataChunk withImmediateAck() {
        return new DataChunk(flags | IMMEDIATE, tsn, stream, ssn, ppid, bytes, offset, length);
    }

    @Override
    public int type() {
        return ChunkType.DATA;
    }

    @Override
    public int valueLength() {
        return OVERHEAD - HEADER_LENGTH + length;
    }

    @Override
    public void writeValue(ByteBuffer out) {
        out.putInt(tsn).putShort((short) stream).putShort((short) ssn).putInt(ppid);
        out.put(bytes, offset, length);
    }
}
