package io.rostra.socketio.engine;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A message encoded once, for one client or for thousands: a text packet, binary packets, or a
/// text packet with the binary ones that belong to it. Immutable; the arrays given are not copied.
public final class OutboundMessage {
    /// What may happen to a message when the client does not read fast enough.
    public enum Delivery {
        /// Waits its turn; too much of it waiting ends the session.
        RELIABLE,
        /// Dropped unless it can leave at once.
        VOLATILE,
        /// Dropped when half of what may be buffered is in use.
        LOSSY
    }

    private static final byte[][] NO_BINARIES = {};
    private static final int TEXT_FRAME = 0x81;
    private static final int BINARY_FRAME = 0x82;

    static final OutboundMessage PING = control("2");
    static final OutboundMessage NOOP = control("6");
    static final OutboundMessage CLOSE = control("1");

    /// With the packet's type digit, UTF-8.
    private final byte @Nullable [] text;

    private final byte[][] binaries;
    private final Delivery delivery;
    private final boolean compress;
    private final boolean alone;
    private final int wireBytes;

    private OutboundMessage(
            byte @Nullable [] text,
            byte[][] binaries,
            Delivery delivery,
            boolean compress,
            boolean alone) {
        this.text = text;
        this.binaries = binaries;
        this.delivery = delivery;
        this.compress = compress;
        this.alone = alone;
        int bytes = text == null ? 0 : frameBytes(text.length);
        for (byte[] binary : binaries) {
            bytes = Math.addExact(bytes, frameBytes(binary.length));
        }
        this.wireBytes = bytes;
    }

    public static OutboundMessage text(String message) {
        return control('4' + message);
    }

    public static OutboundMessage binary(byte[] message) {
        return new OutboundMessage(null, new byte[][] {message}, Delivery.RELIABLE, true, false);
    }

    /// A message whose text already starts with the type digit `4`.
    public static OutboundMessage encoded(
            byte[] text, byte[][] binaries, Delivery delivery, boolean compress) {
        return new OutboundMessage(text, binaries, delivery, compress, false);
    }

    /// A message that shares its write with no other, so that nobody who waits for it misses the
    /// next.
    public static OutboundMessage handshake(byte[] text) {
        return new OutboundMessage(text, NO_BINARIES, Delivery.RELIABLE, false, true);
    }

    static OutboundMessage control(String packet) {
        byte[] utf8 = packet.getBytes(StandardCharsets.UTF_8);
        return new OutboundMessage(utf8, NO_BINARIES, Delivery.RELIABLE, true, false);
    }

    public Delivery delivery() {
        return delivery;
    }

    boolean compress() {
        return compress;
    }

    boolean alone() {
        return alone;
    }

    /// Size as WebSocket frames, in bytes.
    public int wireBytes() {
        return wireBytes;
    }

    /// Size as WebSocket frames of a protocol, in bytes.
    int wireBytes(EngineProtocol protocol) {
        if (protocol == EngineProtocol.V4) {
            return wireBytes;
        }
        int bytes = text == null ? 0 : frameBytes(text.length);
        for (byte[] binary : binaries) {
            bytes = Math.addExact(bytes, frameBytes(binary.length + 1));
        }
        return bytes;
    }

    /// Appends the unmasked, unfragmented WebSocket frames (RFC 6455 section 5.2):
    ///
    /// ```text
    ///  1 000 opcode | 0 length(7) | length (16 bit if 126, 64 bit if 127) | payload
    /// ```
    void writeFrames(ByteBuf out, EngineProtocol protocol) {
        if (text != null) {
            writeFrameHead(out, TEXT_FRAME, text.length);
            out.writeBytes(text);
        }
        for (byte[] binary : binaries) {
            if (protocol == EngineProtocol.V3) {
                writeFrameHead(out, BINARY_FRAME, binary.length + 1);
                out.writeByte(4);
            } else {
                writeFrameHead(out, BINARY_FRAME, binary.length);
            }
            out.writeBytes(binary);
        }
    }

    /// Appends the packets as a polling payload has them; there may be others before.
    void writePayload(ByteArrayOutputStream out, EngineProtocol protocol) {
        switch (protocol) {
            case V3 -> writePayload3(out);
            case V4 -> {
                if (out.size() > 0) {
                    out.write(PayloadCodec.SEPARATOR);
                }
                writePayload4(out);
            }
        }
    }

    private void writePayload3(ByteArrayOutputStream out) {
        if (text != null) {
            out.writeBytes(ascii(PayloadCodec3.utf16Length(text) + ":"));
            out.writeBytes(text);
        }
        for (byte[] binary : binaries) {
            byte[] base64 = Base64.getEncoder().encode(binary);
            out.writeBytes(ascii((base64.length + 2) + ":b4"));
            out.writeBytes(base64);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void writePayload4(ByteArrayOutputStream out) {
        if (text != null) {
            out.writeBytes(text);
        }
        for (int i = 0; i < binaries.length; i++) {
            if (text != null || i > 0) {
                out.write(PayloadCodec.SEPARATOR);
            }
            out.write('b');
            out.writeBytes(Base64.getEncoder().encode(binaries[i]));
        }
    }

    private static void writeFrameHead(ByteBuf out, int firstByte, int length) {
        out.writeByte(firstByte);
        if (length < 126) {
            out.writeByte(length);
        } else if (length < 1 << 16) {
            out.writeByte(126).writeShort(length);
        } else {
            out.writeByte(127).writeLong(length);
        }
    }

    private static int frameBytes(int payload) {
        return payload + (payload < 126 ? 2 : payload < 1 << 16 ? 4 : 10);
    }
}
