package io.rostra.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A WebSocket, the last handler of its connection's pipeline behind Netty's frame decoder. Frames
/// go out as ready-made buffers: one write and one flush for all that is queued.
///
/// Frames come in on the connection's loop and are posted to the server's when that is another one;
/// everything else is confined to the server's loop.
final class WebSocketTransport extends ChannelInboundHandlerAdapter implements Transport {
    /// Who is told about what comes in: the session, or the probe before it takes over.
    interface Receiver {
        void onPacket(EnginePacket packet);

        void onMalformed();

        void onClosed(CloseReason reason);
    }

    /// How long the client may take to answer a close frame before the connection is cut.
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(2);

    private static final short NORMAL = 1000;
    private static final short PROTOCOL_ERROR = 1002;
    private static final short NOT_UTF8 = 1007;
    private static final short MESSAGE_TOO_BIG = 1009;

    private static final int CLOSE_FRAME = 0x88;
    private static final int PONG_FRAME = 0x8a;

    private final Channel channel;
    private final Loop loop;
    private final EngineProtocol protocol;
    private final int maxPayload;

    // Of the server's loop.
    private @Nullable Receiver receiver;
    private @Nullable Runnable drained;
    private boolean blocked;
    private boolean closed;

    // Of the connection's loop.

    /// The beginning of a fragmented message; this handler's own.
    private @Nullable ByteBuf fragments;

    private boolean fragmentsAreText;

    /// A close frame has been sent.
    private boolean closing;

    /// Bytes posted to the server's loop that it has not come to yet.
    private @Nullable AtomicLong posted;

    WebSocketTransport(Channel channel, Loop loop, EngineProtocol protocol, int maxPayload) {
        this.channel = channel;
        this.loop = loop;
        this.protocol = protocol;
        this.maxPayload = maxPayload;
    }

    void attach(Receiver newReceiver, Runnable onDrained) {
        this.receiver = newReceiver;
        this.drained = onDrained;
    }

    @Override
    public String name() {
        return "websocket";
    }

    // Sending

    @Override
    public boolean flush(OutboundQueue queue, WriteBatch batch) {
        if (closed || blocked || queue.isEmpty()) {
            return false;
        }
        boolean written = false;
        while (!queue.isEmpty() && !blocked) {
            boolean handshake = queue.get(0).alone();
            if (handshake && written) {
                channel.flush();
            }
            write(batch.take(queue, channel.alloc(), protocol));
            written = true;
            if (handshake) {
                channel.flush();
                return true;
            }
        }
        channel.flush();
        return false;
    }

    /// Writes without flushing; what fills the connection's buffer tells when it has left.
    private void write(ByteBuf frames) {
        if (frames.readableBytes() < channel.bytesBeforeUnwritable()) {
            channel.write(frames, channel.voidPromise());
            return;
        }
        blocked = true;
        ChannelPromise promise = channel.newPromise();
        promise.addListener(_ -> loop.run(this::onDrained));
        channel.write(frames, promise);
    }

    private void onDrained() {
        blocked = false;
        if (!closed && drained != null) {
            drained.run();
        }
    }

    @Override
    public boolean isBlocked() {
        return blocked;
    }

    /// Sends one packet past the queue; for the probe.
    void sendNow(OutboundMessage message) {
        if (!closed) {
            ByteBuf frame = channel.alloc().directBuffer(message.wireBytes(protocol));
            message.writeFrames(frame, protocol);
            channel.writeAndFlush(frame, channel.voidPromise());
        }
    }

    // Closing

    @Override
    public void close(CloseReason reason) {
        if (!closed) {
            closed = true;
            if (channel.eventLoop().inEventLoop()) {
                sendClose(reason.webSocketCode(), reason.text());
            } else {
                channel.eventLoop().execute(() -> sendClose(reason.webSocketCode(), reason.text()));
            }
        }
    }

    /// Sends a close frame; the connection ends when the client answers or does not.
    private void sendClose(short code, String reason) {
        if (closing || !channel.isActive()) {
            return;
        }
        closing = true;
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        ByteBuf frame = channel.alloc().directBuffer(4 + text.length);
        frame.writeByte(CLOSE_FRAME).writeByte(2 + text.length).writeShort(code).writeBytes(text);
        channel.writeAndFlush(frame, channel.voidPromise());
        // Both for a client that does not answer and for one that does not even read.
        var grace =
                channel.eventLoop()
                        .schedule(
                                () -> channel.close(),
                                CLOSE_GRACE.toMillis(),
                                TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(_ -> grace.cancel(false));
    }

    private void onClosed(CloseReason reason) {
        if (!closed) {
            closed = true;
            if (receiver != null) {
                receiver.onClosed(reason);
            }
        }
    }

    /// Ends the connection because of what the client sent.
    private void refuse(short code, String reason) {
        releaseFragments();
        sendClose(code, reason);
        loop.run(() -> onClosed(CloseReason.TRANSPORT_ERROR));
    }

    // Receiving, on the connection's loop

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            onFrame(message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        releaseFragments();
        loop.run(() -> onClosed(CloseReason.TRANSPORT_CLOSE));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            refuse((short) corrupted.closeStatus().code(), corrupted.closeStatus().reasonText());
        } else if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            refuse((short) corrupted.closeStatus().code(), corrupted.closeStatus().reasonText());
        } else {
            channel.close();
            loop.run(() -> onClosed(CloseReason.TRANSPORT_ERROR));
        }
    }

    private void onFrame(Object frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            onClose(close);
        } else if (closing) {
            // Said before the client knew.
            return;
        }
        switch (frame) {
            case TextWebSocketFrame text -> onData(text.content(), true, text.isFinalFragment());
            case BinaryWebSocketFrame binary ->
                    onData(binary.content(), false, binary.isFinalFragment());
            case ContinuationWebSocketFrame more ->
                    onContinuation(more.content(), more.isFinalFragment());
            case PingWebSocketFrame ping -> pong(ping.content());
            case PongWebSocketFrame _, CloseWebSocketFrame _ -> {}
            default -> refuse(PROTOCOL_ERROR, "unexpected frame");
        }
    }

    private void onClose(CloseWebSocketFrame close) {
        if (closing) {
            channel.close();
            return;
        }
        closing = true;
        int code = close.statusCode();
        ByteBuf frame = channel.alloc().directBuffer(4);
        frame.writeByte(CLOSE_FRAME).writeByte(2).writeShort(code < 0 ? NORMAL : code);
        channel.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
        loop.run(() -> onClosed(CloseReason.TRANSPORT_CLOSE));
    }

    private void pong(ByteBuf content) {
        // A client that does not read gets none: pings are as long as the client likes.
        if (channel.isWritable()) {
            ByteBuf frame = channel.alloc().directBuffer(2 + content.readableBytes());
            frame.writeByte(PONG_FRAME).writeByte(content.readableBytes()).writeBytes(content);
            channel.writeAndFlush(frame, channel.voidPromise());
        }
    }

    private void onData(ByteBuf content, boolean text, boolean last) {
        if (last) {
            deliver(text, content);
        } else {
            fragmentsAreText = text;
            fragments = channel.alloc().heapBuffer(content.readableBytes()).writeBytes(content);
        }
    }

    private void onContinuation(ByteBuf content, boolean last) {
        ByteBuf whole = fragments;
        if (whole == null) {
            refuse(PROTOCOL_ERROR, "continuation of nothing");
            return;
        }
        if (whole.readableBytes() + content.readableBytes() > maxPayload) {
            refuse(MESSAGE_TOO_BIG, "message too big");
            return;
        }
        whole.writeBytes(content);
        if (last) {
            deliver(fragmentsAreText, whole);
            releaseFragments();
        }
    }

    private void releaseFragments() {
        if (fragments != null) {
            fragments.release();
            fragments = null;
        }
    }

    private void deliver(boolean text, ByteBuf message) {
        if (text && !ByteBufUtil.isText(message, StandardCharsets.UTF_8)) {
            refuse(NOT_UTF8, "not UTF-8");
            return;
        }
        int bytes = message.readableBytes();
        EnginePacket packet;
        try {
            packet = decode(text, message);
        } catch (EnginePacketException malformed) {
            loop.run(this::malformed);
            return;
        }
        if (loop.isInside()) {
            receive(packet);
        } else {
            post(packet, bytes);
        }
    }

    private EnginePacket decode(boolean text, ByteBuf message) throws EnginePacketException {
        if (text) {
            String string = message.toString(StandardCharsets.UTF_8);
            return protocol == EngineProtocol.V3
                    ? PayloadCodec3.decodeText(string)
                    : EnginePacketCodec.decode(string);
        }
        byte[] bytes = ByteBufUtil.getBytes(message);
        return protocol == EngineProtocol.V3
                ? PayloadCodec3.decodeBinary(bytes)
                : new EnginePacket.Binary(bytes);
    }

    /// Hands a packet over to the server's loop. While more than a message is on its way there,
    /// nothing is read.
    private void post(EnginePacket packet, int bytes) {
        AtomicLong waiting = posted == null ? new AtomicLong() : posted;
        posted = waiting;
        if (waiting.addAndGet(bytes) > maxPayload) {
            channel.config().setAutoRead(false);
        }
        loop.post(() -> {
            receive(packet);
            if (waiting.addAndGet(-bytes) == 0) {
                channel.config().setAutoRead(true);
            }
        });
    }

    // On the server's loop

    private void receive(EnginePacket packet) {
        if (!closed && receiver != null) {
            receiver.onPacket(packet);
        }
    }

    private void malformed() {
        if (!closed && receiver != null) {
            receiver.onMalformed();
        }
    }
}
