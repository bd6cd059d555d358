package io.rostra.streaming.rtmp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Chunks into messages (section 5.3.1). Not thread-safe.
///
/// ```text
/// format 2 bits, chunk stream 6 bits (0: 64 + next byte, 1: 64 + next two, little-endian)
/// format 0: timestamp 3 | length 3 | type 1 | message stream 4, little-endian
/// format 1: delta 3 | length 3 | type 1      format 2: delta 3      format 3: nothing
/// extended timestamp 4, where the one before is 0xFFFFFF | at most chunk-size bytes of the message
/// ```
final class ChunkReader {

    /// No encoder makes frames this large; and of all chunk streams together.
    static final int MAX_MESSAGE = 4 << 20;

    private static final int MAX_HELD = 8 << 20;
    private static final int MAX_STREAMS = 32;
    private static final int MAX_HEADER = 18;
    private static final int EXTENDED = 0xFFFFFF;
    private static final int FIRST_SIZE = 16 * 1024;
    private static final int[] HEADER_BYTES = {11, 7, 3, 0};

    interface Output {
        void onMessage(RtmpMessage message) throws RtmpException;
    }

    /// What a chunk stream remembers for its next chunk.
    private static final class Stream {
        private long timestamp;
        private long delta;
        private int length;
        private int type;
        private int streamId;
        private boolean extended;
        private byte[] payload = {};
        private int received;
    }

    private final Map<Integer, Stream> streams = new HashMap<>();
    private final byte[] header = new byte[MAX_HEADER];
    private int headerHas;
    private int chunkSize = 128;
    private int chunkLeft;
    private long held;
    private @Nullable Stream current;

    /// What the client says of the chunks that follow.
    void chunkSize(int bytes) throws RtmpException {
        if (bytes < 1) {
            throw new RtmpException("The RTMP chunk size is not positive.");
        }
        chunkSize = bytes;
    }

    /// Forgets a message that is under way (section 5.4.2).
    void abort(int chunkStream) {
        Stream stream = streams.get(chunkStream);
        if (stream != null) {
            release(stream);
        }
    }

    void push(byte[] bytes, int offset, int length, Output output) throws RtmpException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            Stream stream = current;
            if (stream == null) {
                header[headerHas++] = bytes[at++];
                if (headerHas >= headerLength()) {
                    begin();
                    headerHas = 0;
                    finishIfWhole(output);
                }
            } else {
                int count = Math.min(chunkLeft, end - at);
                append(stream, bytes, at, count);
                at += count;
                chunkLeft -= count;
                if (chunkLeft == 0) {
                    finishIfWhole(output);
                }
            }
        }
    }

    private int basicLength() {
        return switch (header[0] & 0x3F) {
            case 0 -> 2;
            case 1 -> 3;
            default -> 1;
        };
    }

    /// As far as it is known from the bytes that are there.
    private int headerLength() {
        int basic = basicLength();
        int format = header[0] >>> 6 & 3;
        int plain = basic + HEADER_BYTES[format];
        if (headerHas < plain) {
            return plain;
        }
        if (format == 3) {
            Stream stream = streams.get(chunkStream());
            return stream != null && stream.extended ? plain + 4 : plain;
        }
        return number(basic, 3) == EXTENDED ? plain + 4 : plain;
    }

    private int chunkStream() {
        return switch (header[0] & 0x3F) {
            case 0 -> 64 + (header[1] & 0xFF);
            case 1 -> 64 + (header[1] & 0xFF) + ((header[2] & 0xFF) << 8);
            default -> header[0] & 0x3F;
        };
    }

    private int number(int at, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | header[at + i] & 0xFF;
        }
        return value;
    }

    private void begin() throws RtmpException {
        int id = chunkStream();
        int format = header[0] >>> 6 & 3;
        int at = basicLength();
        Stream stream = streams.get(id);
        if (stream == null) {
            if (format != 0 && format != 1 || streams.size() >= MAX_STREAMS) {
                throw new RtmpException("The RTMP chunks are out of order.");
            }
            stream = new Stream();
            streams.put(id, stream);
        }
        if (format < 3) {
            if (stream.received > 0) {
                throw new RtmpException("An RTMP message begins before the last one ended.");
            }
            int plain = number(at, 3);
            stream.extended = plain == EXTENDED;
            long time = stream.extended ? number(headerHas - 4, 4) & 0xFFFFFFFFL : plain;
            stream.delta = format == 0 ? 0 : time;
            stream.timestamp = format == 0 ? time : stream.timestamp + time & 0xFFFFFFFFL;
            if (format < 2) {
                stream.length = number(at + 3, 3);
                stream.type = header[at + 6] & 0xFF;
            }
            if (format == 0) {
                stream.streamId = Integer.reverseBytes(number(at + 7, 4));
            }
        } else if (stream.received == 0) {
            stream.timestamp = stream.timestamp + stream.delta & 0xFFFFFFFFL;
        }
        if (stream.length > MAX_MESSAGE) {
            throw new RtmpException("An RTMP message is larger than this server takes.");
        }
        chunkLeft = Math.min(chunkSize, stream.length - stream.received);
        current = stream;
    }

    /// Grows with what came, not with what was announced.
    private void append(Stream stream, byte[] bytes, int at, int count) throws RtmpException {
        int needed = stream.received + count;
        if (needed > stream.payload.length) {
            int size = Math.min(stream.length, Math.max(FIRST_SIZE, 2 * needed));
            held += size - stream.payload.length;
            if (held > MAX_HELD) {
                throw new RtmpException("Too many RTMP messages are under way at once.");
            }
            stream.payload = Arrays.copyOf(stream.payload, size);
        }
        System.arraycopy(bytes, at, stream.payload, stream.received, count);
        stream.received = needed;
    }

    private void finishIfWhole(Output output) throws RtmpException {
        Stream stream = current;
        if (stream == null || chunkLeft > 0) {
            return;
        }
        current = null;
        if (stream.received == stream.length) {
            byte[] payload = Arrays.copyOf(stream.payload, stream.length);
            release(stream);
            output.onMessage(
                    new RtmpMessage(stream.type, stream.streamId, stream.timestamp, payload));
        }
    }

    private void release(Stream stream) {
        held -= stream.payload.length;
        stream.payload = new byte[0];
        stream.received = 0;
    }
}
