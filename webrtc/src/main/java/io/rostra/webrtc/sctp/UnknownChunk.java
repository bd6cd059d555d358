package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;

/// A chunk of a type we do not speak. The two high bits of its type say what to do with it (RFC
/// 9260 section 3.2).
@SuppressWarnings("ArrayRecordComponent")
record UnknownChunk(int type, int flags, byte[] value) implements Chunk {
    /// Whether the chunks after it in the packet are still to be processed.
    boolean skippable() {
        return (type & 0x80) != 0;
    }

    /// Whether the sender wants to be told.
    boolean reportable() {
        return (type & 0x40) != 0;
    }

    @Override
    public int valueLength() {
        return value.length;
    }

    @Override
    public void writeValue(ByteBuffer out) {
        out.put(value);
    }
}
