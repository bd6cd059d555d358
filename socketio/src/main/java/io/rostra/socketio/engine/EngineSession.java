package io.rostra.socketio.engine;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client, over whichever transport it uses at the moment.
///
/// ```text
///            close(): polling, nobody asks
///   OPEN ------------------------------------> CLOSING --- next GET, or timeout ---+
///    |                                                                             v
///    +--- transport gone, ping timeout, malformed packet, close() -------------> CLOSED
/// ```
///
/// Confined to the loop that owns the server.
public final class EngineSession implements WebSocketTransport.Receiver {
    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final EngineServer server;
    private final String id;
    private final EngineProtocol protocol;
    private final Handshake handshake;
    private final OutboundQueue queue;
    private final Deadlines.Entry<EngineSession> heartbeat = new Deadlines.Entry<>(this);
    private @Nullable EngineListener listener;
    private Transport transport;
    private @Nullable Probe probe;
    private State state = State.OPEN;

    /// Stands in the flusher's list.
    private boolean dirty;

    /// A handshake has just left, or the connection has just been made: the next packet waits.
    private boolean held;

    /// Ends at the end of this turn because its queue ran over.
    private boolean overflowed;

    EngineSession(
            EngineServer server,
            String id,
            EngineProtocol protocol,
            Handshake handshake,
            @Nullable WebSocketTransport webSocket) {
        this.server = server;
        this.id = id;
        this.protocol = protocol;
        this.handshake = handshake;
        this.queue = new OutboundQueue(server.options().maxBufferedBytes());
        if (webSocket == null) {
            this.transport = new PollingTransport(this);
        } else {
            this.transport = webSocket;
            webSocket.attach(this, this::markDirty);
        }
    }

    /// Known to the client alone; do not show it to others.
    public String id() {
        return id;
    }

    public Handshake handshake() {
        return handshake;
    }

    public EngineProtocol protocol() {
        return protocol;
    }

    /// `polling` or `websocket`.
    public String transportName() {
        return transport.name();
    }

    public boolean isOpen() {
        return state == State.OPEN && !overflowed;
    }

    /// Bytes that wait because the client does not read.
    public long bufferedBytes() {
        return queue.bytes();
    }

    /// Queues a message; it leaves at the end of this turn of the loop with all others. False when
    /// it was dropped, by its own wish or because the session is over.
    public boolean send(OutboundMessage message) {
        server.loop().assertInside();
        if (!isOpen()) {
            return false;
        }
        switch (queue.offer(message, transport.isBlocked())) {
            case QUEUED -> {
                if (message.alone() && !held) {
                    server.flusher().flushNow(this);
                } else {
                    markDirty();
                }
                return true;
            }
            case DROPPED -> {
                return false;
            }
            case OVERFLOW -> {
                overflowed = true;
                server.loop().post(() -> closed(CloseReason.SLOW_CLIENT));
                return false;
            }
        }
        throw new IllegalStateException("unreachable");
    }

    /// Ends the session after what is queued has left.
    public void close(CloseReason reason) {
        if (state != State.OPEN) {
            return;
        }
        held = false;
        server.flusher().flushNow(this);
        endWith(OutboundMessage.CLOSE, reason);
    }

    /// Closes; a polling client that is between two requests gets the last packet with its next.
    private void endWith(OutboundMessage last, CloseReason reason) {
        if (transport instanceof PollingTransport polling && !polling.isPolling()) {
            queue.offer(last, false);
            state = State.CLOSING;
            server.awaitPong(heartbeat, System.nanoTime());
            notifyClosed(reason);
        } else {
            closed(reason);
        }
    }

    /// The session is over, now.
    void closed(CloseReason reason) {
        if (state == State.CLOSED) {
            return;
        }
        boolean wasOpen = state == State.OPEN;
        state = State.CLOSED;
        heartbeat.cancel();
        if (probe != null) {
            probe.cancel();
        }
        transport.close(reason);
        queue.clear();
        server.remove(this);
        if (wasOpen) {
            notifyClosed(reason);
        }
    }

    private void notifyClosed(CloseReason reason) {
        if (listener != null) {
            listener.onClose(reason);
        }
    }

    // What EngineServer calls.

    Loop loop() {
        return server.loop();
    }

    void open(EngineListener newListener) {
        this.listener = newListener;
        boolean upgradable = transport instanceof PollingTransport && server.options().webSocket();
        queue.offer(OutboundMessage.handshake(openPacket(upgradable)), false);
        awaitNextHeartbeat();
        if (transport instanceof WebSocketTransport) {
            hold();
        }
        newListener.onOpen();
    }

    /// The next ping is ours to send, or in version 3 the client's.
    private void awaitNextHeartbeat() {
        switch (protocol) {
            case V3 -> server.awaitClientPing(heartbeat);
            case V4 -> server.awaitPing(heartbeat);
        }
    }

    private byte[] openPacket(boolean upgradable) {
        EngineOptions options = server.options();
        String upgrades = upgradable ? "[\"websocket\"]" : "[]";
        return ("0{\"sid\":\"%s\",\"upgrades\":%s,\"pingInterval\":%d,\"pingTimeout\":%d,\"maxPayload\":%d}")
                .formatted(
                        id,
                        upgrades,
                        options.pingInterval().toMillis(),
                        options.pingTimeout().toMillis(),
                        options.maxPayload())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Nullable PollingTransport polling() {
        return transport instanceof PollingTransport polling ? polling : null;
    }

    /// A GET of the polling transport.
    void onPoll(HttpServerRequest request) {
        PollingTransport polling = polling();
        if (polling == null) {
            EngineServer.refuse(request, EngineError.BAD_REQUEST);
            return;
        }
        if (polling.isPolling()) {
            EngineServer.refuse(request, EngineError.BAD_REQUEST);
            closed(CloseReason.TRANSPORT_ERROR);
            return;
        }
        polling.poll(request);
        server.flusher().flushNow(this);
        if (state == State.CLOSING) {
            closed(CloseReason.FORCED_CLOSE);
        } else if (probe != null) {
            polling.release(OutboundMessage.NOOP);
        }
    }

    /// The packets of a POST of the polling transport, which has been answered.
    void onPayload(List<EnginePacket> packets) {
        for (EnginePacket packet : packets) {
            onPacket(packet);
        }
    }

    void onPingDue() {
        if (state == State.OPEN) {
            queue.trim();
            queue.offer(OutboundMessage.PING, false);
            markDirty();
            // From when it was due, not from when the timer came round to it.
            server.awaitPong(heartbeat, heartbeat.dueNanos());
        }
    }

    void onPongOverdue() {
        closed(CloseReason.PING_TIMEOUT);
    }

    /// A WebSocket that wants to take over. One at a time, and only from polling.
    void onProbe(WebSocketTransport webSocket) {
        if (state != State.OPEN || probe != null || polling() == null) {
            webSocket.close(CloseReason.TRANSPORT_ERROR);
            return;
        }
        probe = new Probe(webSocket);
    }

    void flush(WriteBatch batch) {
        dirty = false;
        if (state == State.CLOSED || held) {
            return;
        }
        if (transport.flush(queue, batch)) {
            hold();
        }
    }

    private void markDirty() {
        if (!dirty) {
            dirty = true;
            server.flusher().add(this);
        }
    }

    private void hold() {
        long nanos = server.options().handshakePause().toNanos();
        if (nanos > 0) {
            held = true;
            server.loop().scheduleNanos(nanos, this::unhold);
        } else {
            markDirty();
        }
    }

    private void unhold() {
        held = false;
        markDirty();
    }

    // Packets from the transport.

    @Override
    public void onPacket(EnginePacket packet) {
        EngineListener to = listener;
        if (state != State.OPEN || to == null) {
            return;
        }
        switch (packet) {
            case EnginePacket.Text(var text) -> to.onText(text);
            case EnginePacket.Binary(var data) -> to.onBinary(data);
            case EnginePacket.Pong _ when protocol == EngineProtocol.V4 -> {
                awaitNextHeartbeat();
                to.onHeartbeat();
            }
            case EnginePacket.Ping(var data) when protocol == EngineProtocol.V3 -> {
                queue.trim();
                awaitNextHeartbeat();
                send(OutboundMessage.control('3' + data));
                to.onHeartbeat();
            }
            case EnginePacket.Close _ -> {
                queue.clear();
                endWith(OutboundMessage.NOOP, CloseReason.TRANSPORT_CLOSE);
            }
            case EnginePacket.Noop _ -> {}
            case EnginePacket.Open _,
                    EnginePacket.Ping _,
                    EnginePacket.Pong _,
                    EnginePacket.Upgrade _ ->
                    onMalformed();
        }
    }

    @Override
    public void onMalformed() {
        closed(CloseReason.PARSE_ERROR);
    }

    @Override
    public void onClosed(CloseReason reason) {
        closed(reason);
    }

    /// A WebSocket on trial: "2probe" is answered with "3probe", then "5" makes it the transport.
    private final class Probe implements WebSocketTransport.Receiver {
        private final WebSocketTransport webSocket;
        private final ScheduledFuture<?> timeout;

        Probe(WebSocketTransport webSocket) {
            this.webSocket = webSocket;
            this.timeout = server.loop().schedule(server.options().upgradeTimeout(), this::cancel);
            webSocket.attach(this, () -> {});
        }

        @Override
        public void onPacket(EnginePacket packet) {
            if (packet instanceof EnginePacket.Ping(var data) && data.equals("probe")) {
                webSocket.sendNow(OutboundMessage.control("3probe"));
                PollingTransport polling = polling();
                if (polling != null) {
                    server.flusher().flushNow(EngineSession.this);
                    polling.release(OutboundMessage.NOOP);
                }
            } else if (packet instanceof EnginePacket.Upgrade) {
                takeOver();
            } else {
                cancel();
            }
        }

        private void takeOver() {
            timeout.cancel(false);
            probe = null;
            PollingTransport polling = polling();
            if (polling != null) {
                polling.release(OutboundMessage.NOOP);
            }
            transport = webSocket;
            webSocket.attach(EngineSession.this, EngineSession.this::markDirty);
            markDirty();
        }

        @Override
        public void onMalformed() {
            cancel();
        }

        @Override
        public void onClosed(CloseReason reason) {
            cancel();
        }

        void cancel() {
            timeout.cancel(false);
            if (probe == this) {
                probe = null;
            }
            webSocket.close(CloseReason.TRANSPORT_ERROR);
        }
    }
}
