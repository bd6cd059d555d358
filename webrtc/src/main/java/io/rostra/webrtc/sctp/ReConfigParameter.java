package io.rostra.webrtc.sctp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A request or response inside RE-CONFIG (RFC 6525 section 4).
sealed interface ReConfigParameter {
    int OUTGOING_RESET = 13;
    int INCOMING_RESET = 14;
    int RESPONSE = 16;

    int type();

    int valueLength();

    void writeValue(ByteBuffer out);

    static @Nullable ReConfigParameter parse(int type, ByteBuffer in) {
        if (in.remaining() < 4) {
            return null;
        }
        return switch (type) {
            case OUTGOING_RESET -> OutgoingReset.parse(in);
            case RESPONSE -> in.remaining() < 8 ? null : new Response(in.getInt(), in.getInt());
            default -> new OtherRequest(type, in.getInt());
        };
    }

    /// The sender resets its own streams (section 4.1).
    ///
    /// ```text
    /// +-------------------------------+-------------------------------+
    /// |     Parameter Type = 13       | Parameter Length = 16 + 2 * N |
    /// +-------------------------------+-------------------------------+
    /// |           Re-configuration Request Sequence Number            |
    /// +---------------------------------------------------------------+
    /// |           Re-configuration Response Sequence Number           |
    /// +---------------------------------------------------------------+
    /// |                Sender's Last Assigned TSN                     |
    /// +-------------------------------+-------------------------------+
    /// |  Stream Number 1 (optional)   |    Stream Number 2 (optional) |  ...
    /// +-------------------------------+-------------------------------+
    /// ```
    ///
    /// @param streams empty means all
    @SuppressWarnings("ArrayRecordComponent")
    record OutgoingReset(int requestNumber, int responseNumber, int lastTsn, int[] streams)
            implements ReConfigParameter {
        private static final int FIXED_LENGTH = 12;

        static @Nullable OutgoingReset parse(ByteBuffer in) {
            if (in.remaining() < FIXED_LENGTH) {
                return null;
            }
            int request = in.getInt();
            int response = in.getInt();
            int lastTsn = in.getInt();
            int[] streams = new int[in.remaining() / 2];
            for (int i = 0; i < streams.length; i++) {
                streams[i] = Short.toUnsignedInt(in.getShort());
            }
            return new OutgoingReset(request, response, lastTsn, streams);
        }

        @Override
        public int type() {
            return OUTGOING_RESET;
        }

        @Override
        public int valueLength() {
            return FIXED_LENGTH + 2 * streams.length;
        }

        @Override
        public void writeValue(ByteBuffer out) {
            out.putInt(requestNumber).putInt(responseNumber).putInt(lastTsn);
            for (int stream : streams) {
                out.putShort((short) stream);
            }
        }
    }

    /// The outcome of a request (section 4.4): its sequence number and a result code, 32 bits each.
    record Response(int requestNumber, int result) implements ReConfigParameter {
        static final int NOTHING_TO_DO = 0;
        static final int PERFORMED = 1;
        static final int DENIED = 2;
        static final int ALREADY_IN_PROGRESS = 4;
        static final int BAD_SEQUENCE_NUMBER = 5;
        static final int IN_PROGRESS = 6;

        @Override
        public int type() {
            return RESPONSE;
        }

        @Override
        public int valueLength() {
            return 8;
        }

        @Override
        public void writeValue(ByteBuffer out) {
            out.putInt(requestNumber).putInt(result);
        }
    }

    /// A request that we do not carry out (sections 4.2, 4.3, 4.5, 4.6); all begin with their
    /// sequence number.
    record OtherRequest(int type, int requestNumber) implements ReConfigParameter {
        @Override
        public int valueLength() {
            return 4;
        }

        @Override
        public void writeValue(ByteBuffer out) {
            out.putInt(requestNumber);
        }
    }
}
