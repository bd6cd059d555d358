package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Why something went wrong, inside ERROR and ABORT (RFC 9260 section 3.3.10).
///
/// ```text
/// +-------------------------------+-------------------------------+
/// |          Cause Code           |   Cause Length (incl. header) |
/// +-------------------------------+-------------------------------+
/// |                 Cause information, padded                     |
/// +---------------------------------------------------------------+
/// ```
@SuppressWarnings("ArrayRecordComponent")
record ErrorCause(int code, byte[] information) {
    static final int INVALID_STREAM = 1;
    static final int STALE_COOKIE = 3;
    static final int OUT_OF_RESOURCE = 4;
    static final int UNRECOGNIZED_CHUNK = 6;
    static final int INVALID_MANDATORY_PARAMETER = 7;
    static final int NO_USER_DATA = 9;
    static final int USER_INITIATED_ABORT = 12;
    static final int PROTOCOL_VIOLATION = 13;

    private static final int MAX_CAUSES = 16;

    static ErrorCause of(int code, String text) {
        return new ErrorCause(code, text.getBytes(StandardCharsets.UTF_8));
    }

    static ErrorCause invalidStream(int stream) {
        return new ErrorCause(
                INVALID_STREAM, new byte[] {(byte) (stream >> 8), (byte) stream, 0, 0});
    }

    static ErrorCause noUserData(int tsn) {
        return new ErrorCause(NO_USER_DATA, ByteBuffer.allocate(4).putInt(tsn).array());
    }

    /// Names the chunk by its header only.
    static ErrorCause unrecognized(UnknownChunk chunk) {
        ByteBuffer header = ByteBuffer.allocate(Chunk.HEADER_LENGTH);
        header.put((byte) chunk.type()).put((byte) chunk.flags());
        header.putShort((short) (Chunk.HEADER_LENGTH + chunk.valueLength()));
        return new ErrorCause(UNRECOGNIZED_CHUNK, header.array());
    }

    /// Lenient: a broken list ends where it breaks, since causes are only ever reported.
    static List<ErrorCause> parseAll(ByteBuffer in) {
        List<ErrorCause> causes = new ArrayList<>();
        while (in.remaining() >= 4 && causes.size() < MAX_CAUSES) {
            int start = in.position();
            int code = Short.toUnsignedInt(in.getShort());
            int length = Short.toUnsignedInt(in.getShort());
            if (length < 4 || length > in.limit() - start) {
                break;
            }
            causes.add(new ErrorCause(code, Chunk.remaining(in.slice(start + 4, length - 4))));
            in.position(Math.min(start + Chunk.padded(length), in.limit()));
        }
        return List.copyOf(causes);
    }

    static int lengthOfAll(List<ErrorCause> causes) {
        int length = 0;
        for (ErrorCause cause : causes) {
            length += 4 + Chunk.padded(cause.information.length);
        }
        return length;
    }

    static void writeAll(List<ErrorCause> causes, ByteBuffer out) {
        for (ErrorCause cause : causes) {
            int length = cause.information.length;
            out.putShort((short) cause.code).putShort((short) (4 + length)).put(cause.information);
            for (int i = length; i < Chunk.padded(length); i++) {
                out.put((byte) 0);
            }
        }
    }

    /// For people: code, and the text that some codes carry.
    String describe() {
        boolean text = code == USER_INITIATED_ABORT || code == PROTOCOL_VIOLATION;
        return "cause " + code + (text ? ": " + printable(information) : "");
    }

    private static String printable(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, 128), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
