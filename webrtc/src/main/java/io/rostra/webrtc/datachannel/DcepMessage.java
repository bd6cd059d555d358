package io.rostra.webrtc.datachannel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A message of the Data Channel Establishment Protocol (RFC 8832 section 5).
sealed interface DcepMessage {
    int TYPE_ACK = 2;
    int TYPE_OPEN = 3;

    /// @return null if it is malformed or of an unknown type
    static @Nullable DcepMessage parse(byte[] bytes) {
        if (bytes.length == 0) {
            return null;
        }
        return switch (bytes[0]) {
            case TYPE_ACK -> new Ack();
            case TYPE_OPEN -> Open.parse(ByteBuffer.wrap(bytes));
            default -> null;
        };
    }

    byte[] toBytes();

    /// DATA_CHANNEL_ACK: one byte.
    record Ack() implements DcepMessage {
        @Override
        public byte[] toBytes() {
            return new byte[] {TYPE_ACK};
        }
    }

    /// DATA_CHANNEL_OPEN.
    ///
    /// ```text
    /// +---------------+---------------+-------------------------------+
    /// | Type = 3      | Channel Type  |           Priority            |
    /// +---------------+---------------+-------------------------------+
    /// |                    Reliability Parameter                      |
    /// +-------------------------------+-------------------------------+
    /// |         Label Length          |       Protocol Length         |
    /// +-------------------------------+-------------------------------+
    /// |                     Label, then Protocol (UTF-8)              |
    /// +---------------------------------------------------------------+
    /// ```
    record Open(Reliability reliability, String label, String protocol) implements DcepMessage {
        private static final int FIXED_LENGTH = 12;
        private static final int UNORDERED = 0x80;
        private static final int RELIABLE = 0;
        private static final int MAX_RETRANSMITS = 1;
        private static final int MAX_LIFETIME = 2;

        /// "Normal" (RFC 8831 section 6.4).
        private static final short PRIORITY = 256;

        static @Nullable Open parse(ByteBuffer in) {
            if (in.remaining() < FIXED_LENGTH) {
                return null;
            }
            int channelType = Byte.toUnsignedInt(in.get(1));
            long parameter = Integer.toUnsignedLong(in.getInt(4));
            int labelLength = Short.toUnsignedInt(in.getShort(8));
            int protocolLength = Short.toUnsignedInt(in.getShort(10));
            in.position(FIXED_LENGTH);
            Reliability reliability = reliability(channelType, parameter);
            if (reliability == null || in.remaining() != labelLength + protocolLength) {
                return null;
            }
            return new Open(reliability, text(in, labelLength), text(in, protocolLength));
        }

        private static @Nullable Reliability reliability(int channelType, long parameter) {
            boolean ordered = (channelType & UNORDERED) == 0;
            return switch (channelType & ~UNORDERED) {
                case RELIABLE -> new Reliability.Reliable(ordered);
                case MAX_RETRANSMITS -> new Reliability.MaxRetransmits(ordered, parameter);
                case MAX_LIFETIME -> new Reliability.MaxLifetime(ordered, parameter);
                default -> null;
            };
        }

        private static String text(ByteBuffer in, int length) {
            byte[] bytes = new byte[length];
            in.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public byte[] toBytes() {
            byte[] labelBytes = label.getBytes(StandardCharsets.UTF_8);
            byte[] protocolBytes = protocol.getBytes(StandardCharsets.UTF_8);
            int type = reliability.ordered() ? 0 : UNORDERED;
            long parameter = 0;
            switch (reliability) {
                case Reliability.Reliable _ -> {}
                case Reliability.MaxRetransmits(_, var count) -> {
                    type |= MAX_RETRANSMITS;
                    parameter = count;
                }
                case Reliability.MaxLifetime(_, var milliseconds) -> {
                    type |= MAX_LIFETIME;
                    parameter = milliseconds;
                }
            }
            ByteBuffer out =
                    ByteBuffer.allocate(FIXED_LENGTH + labelBytes.length + protocolBytes.length);
            out.put((byte) TYPE_OPEN).put((byte) type).putShort(PRIORITY).putInt((int) parameter);
            out.putShort((short) labelBytes.length).putShort((short) protocolBytes.length);
            return out.put(labelBytes).put(protocolBytes).array();
        }
    }
}
