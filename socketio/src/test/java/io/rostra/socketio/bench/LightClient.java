package io.rostra.socketio.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One client as cheap as they come: WebSocket frames are counted and skipped, not assembled.
/// Confined to the thread of its [LightClients].
final class LightClient {
    private enum State {
        CONNECTING,
        UPGRADING,
        OPEN,
        CLOSED
    }

    /// A frame's head is up to 10 bytes (RFC 6455 section 5.2, servers do not mask); two more tell
    /// what it carries.
    private static final int MAX_HEAD = 12;

    private static final byte[] HEADERS_END = {'\r', '\n', '\r', '\n'};

    private final LightClients clients;
    private final SocketChannel channel;
    private State state = State.CONNECTING;

    /// Bytes of a head that came in pieces.
    private final byte[] carried = new byte[MAX_HEAD];

    private int carriedBytes;

    /// Payload bytes of the frame at hand that are still to come, and whether they are a delivery.
    private long toSkip;

    private boolean skipsDelivery;
    private int payloadOffset;

    /// What the channel did not take yet.
    private @Nullable ByteBuffer unsent;

    long deliveries;
    long acknowledgements;
    long pings;

    LightClient(LightClients clients, SocketChannel channel) {
        this.clients = clients;
        this.channel = channel;
    }

    boolean isConnected() {
        return state == State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    boolean hasUnsent() {
        return unsent != null;
    }

    void onReady(SelectionKey key, ByteBuffer buffer, long[] now) throws IOException {
        if (key.isConnectable() && channel.finishConnect()) {
            key.interestOps(SelectionKey.OP_READ);
            state = State.UPGRADING;
            String request =
                    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: bench\r\n"
                            + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                            + "Sec-WebSocket-Version: 13\r\n\r\n";
            send(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return;
        }
        if (key.isWritable()) {
            ByteBuffer rest = unsent;
            unsent = null;
            key.interestOps(SelectionKey.OP_READ);
            if (rest != null) {
                send(rest);
            }
        }
        if (key.isReadable()) {
            buffer.clear();
            buffer.put(carried, 0, carriedBytes);
            int got = channel.read(buffer);
            if (got < 0) {
                close();
                return;
            }
            carriedBytes = 0;
            now[0] = System.nanoTime();
            buffer.flip();
            if (state == State.UPGRADING && !skipHeaders(buffer)) {
                throw new IOException("the server does not upgrade to WebSocket");
            }
            readFrames(buffer, now[0]);
        }
    }

    /// The answer to the upgrade always comes in one piece on loopback.
    private boolean skipHeaders(ByteBuffer buffer) {
        for (int i = 3; i < buffer.limit(); i++) {
            if (buffer.get(i) == HEADERS_END[3]
                    && buffer.get(i - 1) == HEADERS_END[2]
                    && buffer.get(i - 2) == HEADERS_END[1]
                    && buffer.get(i - 3) == HEADERS_END[0]) {
                buffer.position(i + 1);
                state = State.OPEN;
                return true;
            }
        }
        return false;
    }

    private void readFrames(ByteBuffer buffer, long now) throws IOException {
        while (true) {
            if (toSkip > 0) {
                int here = (int) Math.min(toSkip, buffer.remaining());
                if (skipsDelivery) {
                    clients.onPayload(this, buffer, payloadOffset, here);
                }
                payloadOffset += here;
                buffer.position(buffer.position() + here);
                toSkip -= here;
                if (toSkip > 0) {
                    return;
                }
                if (skipsDelivery) {
                    delivered(now);
                }
            }
            if (!readHead(buffer, now)) {
                carriedBytes = buffer.remaining();
                buffer.get(carried, 0, carriedBytes);
                return;
            }
        }
    }

    private void delivered(long now) {
        skipsDelivery = false;
        clients.onDelivery(deliveries++, now);
    }

    /// False when the head is not all there.
    private boolean readHead(ByteBuffer buffer, long now) throws IOException {
        int start = buffer.position();
        int available = buffer.remaining();
        if (available < 2) {
            return false;
        }
        int opcode = buffer.get(start) & 0x0f;
        int length = buffer.get(start + 1) & 0x7f;
        int headBytes = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (available < headBytes) {
            return false;
        }
        long payload =
                switch (headBytes) {
                    case 2 -> length;
                    case 4 -> buffer.getShort(start + 2) & 0xffff;
                    default -> buffer.getLong(start + 2);
                };
        if (available < headBytes + Math.min(2, payload)) {
            return false;
        }
        buffer.position(start + headBytes);
        toSkip = payload;
        payloadOffset = 0;
        skipsDelivery = false;
        switch (opcode) {
            case 1 -> onText(buffer, payload);
            case 2 -> {
                skipsDelivery = true;
                if (payload == 0) {
                    delivered(now);
                }
            }
            case 8 -> close();
            default -> throw new IOException("unexpected frame with opcode " + opcode);
        }
        return true;
    }

    private void onText(ByteBuffer buffer, long payload) throws IOException {
        int type = buffer.get(buffer.position());
        int subtype = payload > 1 ? buffer.get(buffer.position() + 1) : 0;
        switch (type) {
            case '0' -> sendText("40");
            case '2' -> {
                pings++;
                sendText("3");
            }
            case '4' -> {
                switch (subtype) {
                    case '0' -> clients.onConnected();
                    case '2' -> skipsDelivery = true;
                    case '3' -> acknowledgements++;
                    // The attachment that follows is the delivery.
                    case '5' -> {}
                    default -> throw new IOException("unexpected packet 4" + (char) subtype);
                }
            }
            default -> throw new IOException("unexpected packet " + (char) type);
        }
    }

    void sendText(String packet) throws IOException {
        byte[] utf8 = packet.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(utf8.length + ClientFrames.MAX_HEAD);
        ClientFrames.append(frame, true, utf8);
        send(frame.flip());
    }

    /// Takes the buffer over when the channel does not take all of it.
    void send(ByteBuffer frames) throws IOException {
        if (unsent != null) {
            throw new IllegalStateException("something is still unsent");
        }
        channel.write(frames);
        if (frames.hasRemaining()) {
            unsent = frames;
            clients.interest(channel, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    void close() throws IOException {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            channel.close();
        }
    }
}
