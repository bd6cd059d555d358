package io.rostra.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A WebSocket. Frames go out as ready-made buffers straight into the connection's pipeline, behind
/// the frame encoder's back: one write and one flush for all that is queued, where
/// `ServerWebSocket` would flush each message.
///
/// Frames come in on the connection's loop and are posted to the server's when that is another one;
/// everything else is confined to the server's loop.
final class WebSocketTransport implements Transport {
    /// Who is told about what comes in: the session, or the probe before it takes over.
    interface Receiver {
        void onPacket(EnginePacket packet);

        void onMalformed();

        void onClosed(CloseReason reason);
    }

    /// How long a close frame may take before the connection is cut.
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(2);

    private static final short MESSAGE_TOO_BIG = 1009;

    private final ServerWebSocket socket;
    private final Channel channel;
    private final Loop loop;
    private final int maxPayload;
    private @Nullable Receiver receiver;
    private @Nullable Runnable drained;
    private boolean blocked;
    private boolean closed;

    /// The beginning of a fragmented message; confined to the connection's loop.
    private @Nullable Buffer fragments;

    private boolean fragmentsAreText;

    /// Called on the connection's loop, before anything is read from it.
    WebSocketTransport(ServerWebSocket socket, Channel channel, Loop loop, int maxPayload) {
        this.socket = socket;
        this.channel = channel;
        this.loop = loop;
        this.maxPayload = maxPayload;
        socket.frameHandler(this::onFrame);
        socket.closeHandler(_ -> loop.run(() -> onClosed(CloseReason.TRANSPORT_CLOSE)));
        socket.exceptionHandler(failure -> {
            // A connection that is merely gone tells the close handler too.
            if (!(failure instanceof HttpClosedException)) {
                loop.run(() -> onClosed(CloseReason.TRANSPORT_ERROR));
            }
        });
    }

    void attach(Receiver newReceiver, Runnable onDrained) {
        this.receiver = newReceiver;
        this.drained = onDrained;
    }

    @Override
    public String name() {
        return "websocket";
    }

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
            write(batch.take(queue, channel.alloc()));
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
            ByteBuf frame = channel.alloc().directBuffer(message.wireBytes());
            message.writeFrames(frame);
            channel.writeAndFlush(frame, channel.voidPromise());
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (!closed) {
            closed = true;
            closeSocket(reason.webSocketCode(), reason.text());
            if (blocked) {
                // The close frame stands behind what the client does not read.
                loop.schedule(CLOSE_GRACE, () -> channel.pipeline().firstContext().close());
            }
        }
    }

    private void closeSocket(short code, String reason) {
        socket.close(code, reason);
    }

    private void onClosed(CloseReason reason) {
        if (!closed) {
            closed = true;
            if (receiver != null) {
                receiver.onClosed(reason);
            }
        }
    }

    private void onFrame(WebSocketFrame frame) {
        if (frame.isText() || frame.isBinary()) {
            if (!fits(0, frame)) {
                return;
            }
            if (frame.isFinal()) {
                deliver(frame.isText(), frame.binaryData());
            } else {
                fragments = Buffer.buffer().appendBuffer(frame.binaryData());
                fragmentsAreText = frame.isText();
            }
        } else if (frame.isContinuation() && fragments != null) {
            Buffer whole = fragments;
            if (!fits(whole.length(), frame)) {
                return;
            }
            whole.appendBuffer(frame.binaryData());
            if (frame.isFinal()) {
                fragments = null;
                deliver(fragmentsAreText, whole);
            }
        }
    }

    private boolean fits(int before, WebSocketFrame frame) {
        if (before + frame.binaryData().length() <= maxPayload) {
            return true;
        }
        fragments = null;
        closeSocket(MESSAGE_TOO_BIG, "message too big");
        loop.run(() -> onClosed(CloseReason.TRANSPORT_ERROR));
        return false;
    }

    private void deliver(boolean text, Buffer message) {
        EnginePacket packet;
        try {
            packet =
                    text
                            ? EnginePacketCodec.decode(message.toString())
                            : new EnginePacket.Binary(message.getBytes());
        } catch (EnginePacketException malformed) {
            loop.run(this::malformed);
            return;
        }
        if (loop.isInside()) {
            receive(packet);
        } else {
            loop.post(() -> receive(packet));
        }
    }

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
