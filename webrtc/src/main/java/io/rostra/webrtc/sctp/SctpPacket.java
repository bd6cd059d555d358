package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One SCTP packet (RFC 9260 section 3).
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-------------------------------+-------------------------------+
/// |     Source Port Number        |     Destination Port Number   |
/// +-------------------------------+-------------------------------+
/// |                      Verification Tag                         |
/// +---------------------------------------------------------------+
/// |        Checksum: CRC32c, in little-endian byte order          |
/// +---------------------------------------------------------------+
/// |                         Chunk #1 ... #n                       |
/// +---------------------------------------------------------------+
/// ```
record SctpPacket(int sourcePort, int destinationPort, int verificationTag, List<Chunk> chunks) {
    static final int HEADER_LENGTH = 12;

    /// Largest packet we build, to fit one DTLS record in a small path MTU (bytes).
    static final int MAX_LENGTH = 1150;

    private static final int CHECKSUM_AT = 8;
    private static final byte[] ZERO_CHECKSUM = new byte[4];

    /// @return null if the checksum is wrong or anything in the packet is malformed
    static @Nullable SctpPacket parse(byte[] buffer, int offset, int length) {
        if (length < HEADER_LENGTH + Chunk.HEADER_LENGTH) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(buffer, offset, length).slice();
        if (in.getInt(CHECKSUM_AT) != checksum(buffer, offset, length)) {
            return null;
        }
        int source = Short.toUnsignedInt(in.getShort());
        int destination = Short.toUnsignedInt(in.getShort());
        int tag = in.getInt();
        in.position(HEADER_LENGTH);
        List<Chunk> chunks = new ArrayList<>();
        while (in.hasRemaining()) {
            int start = in.position();
            if (length - start < Chunk.HEADER_LENGTH) {
                return null;
            }
            int type = Byte.toUnsignedInt(in.get());
            int flags = Byte.toUnsignedInt(in.get());
            int chunkLength = Short.toUnsignedInt(in.getShort());
            if (chunkLength < Chunk.HEADER_LENGTH || chunkLength > length - start) {
                return null;
            }
            ByteBuffer value =
                    in.slice(start + Chunk.HEADER_LENGTH, chunkLength - Chunk.HEADER_LENGTH);
            Chunk chunk = Chunk.parse(type, flags, value);
            if (chunk == null) {
                return null;
            }
            chunks.add(chunk);
            in.position(Math.min(start + Chunk.padded(chunkLength), length));
        }
        return new SctpPacket(source, destination, tag, chunks);
    }

    byte[] toBytes() {
        int length = HEADER_LENGTH;
        for (Chunk chunk : chunks) {
            length += chunk.paddedLength();
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putShort((short) sourcePort).putShort((short) destinationPort);
        out.putInt(verificationTag).putInt(0);
        for (Chunk chunk : chunks) {
            int end = out.position() + chunk.paddedLength();
            out.put((byte) chunk.type()).put((byte) chunk.flags());
            out.putShort((short) (Chunk.HEADER_LENGTH + chunk.valueLength()));
            chunk.writeValue(out);
            out.position(end);
        }
        out.putInt(CHECKSUM_AT, checksum(out.array(), 0, length));
        return out.array();
    }

    /// CRC32c over the packet with a zero checksum field (RFC 9260 appendix A), as the int that
    /// stands on the wire.
    private static int checksum(byte[] buffer, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer, offset, CHECKSUM_AT);
        crc.update(ZERO_CHECKSUM, 0, ZERO_CHECKSUM.length);
        crc.update(buffer, offset + HEADER_LENGTH, length - HEADER_LENGTH);
        return Integer.reverseBytes((int) crc.getValue());
    }
}
