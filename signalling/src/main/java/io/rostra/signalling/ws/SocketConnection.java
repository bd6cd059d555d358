package io.rostra.signalling.ws;

import io.rostra.sfu.TransportOptions;
import io.rostra.signalling.rpc.ErrorCode;
import io.rostra.signalling.rpc.MalformedMessageException;
import io.rostra.signalling.rpc.Notification;
import io.rostra.signalling.rpc.Outgoing;
import io.rostra.signalling.rpc.RequestCodec;
import io.rostra.signalling.session.ClientSocket;
import io.rostra.signalling.session.Dialect;
import io.rostra.signalling.session.Disconnect;
import io.rostra.signalling.session.RateLimit;
import io.rostra.signalling.session.RoomSessionRef;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// One client's WebSocket. Confined to its Vert.x context, except for what [ClientSocket] offers.
///
/// Nothing is read until the client is admitted. Then every text message is a request or
/// notification; a bad one costs an error, too many in too short a time cost the socket.
final class SocketConnection implements ClientSocket {

    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    private static final int MESSAGES_PER_SECOND = 100;
    private static final int MESSAGE_BURST = 300;

    /// Messages over the limit: who sends more of them than this is not throttled but thrown out.
    private static final int EXCESS_PER_SECOND = 20;

    private static final int EXCESS_BURST = 1000;

    /// A client that does not read loses its socket when this many messages wait for it...
    private static final int MAX_QUEUED = 10_000;

    /// ... or this many characters.
    private static final int MAX_PENDING_CHARACTERS = 8 << 20;

    /// A client that does not read does not read our close frame either; then the connection goes
    /// without it.
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private static final Duration MARK_INTERVAL = Duration.ofMillis(500);

    private final Context context;
    private final WriteTurns turns;
    private final ServerWebSocket socket;
    private final Runnable cut;
    private final KeepAlive keepAlive;
    private final String peerId;
    private final Dialect dialect;
    private final String baseUrl;
    private final TransportOptions transportOptions;
    private final RateLimit rateLimit = new RateLimit(MESSAGES_PER_SECOND, MESSAGE_BURST, now());
    private final RateLimit excessLimit = new RateLimit(EXCESS_PER_SECOND, EXCESS_BURST, now());
    private final AtomicInteger queued = new AtomicInteger();
    private final Queue<Item> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();

    private @Nullable RoomSessionRef session;
    private long marked;
    private boolean confirming;
    private long confirmedAt = now() - MARK_INTERVAL.toNanos();
    private volatile long confirmed;
    private long pendingCharacters;
    private long heardAt = now();
    private boolean complained;
    private boolean farewell;
    private boolean ending;
    private boolean closing;
    private boolean closed;
    private long pingTimer;

    /// @param number see [ClientSocket#send(Outgoing, long)]; 0 for none
    private record Item(Outgoing message, long number) {}

    /// @param cut ends the TCP connection without further ado
    SocketConnection(
            Context context,
            WriteTurns turns,
            ServerWebSocket socket,
            Runnable cut,
            KeepAlive keepAlive,
            String peerId,
            Dialect dialect,
            String baseUrl,
            TransportOptions transportOptions) {
        this.context = context;
        this.turns = turns;
        this.socket = socket;
        this.cut = cut;
        this.keepAlive = keepAlive;
        this.peerId = peerId;
        this.dialect = dialect;
        this.baseUrl = baseUrl;
        this.transportOptions = transportOptions;
    }

    void open() {
        socket.pause();
        socket.textMessageHandler(this::onText);
        socket.frameHandler(this::onFrame);
        socket.pongHandler(this::onPong);
        socket.exceptionHandler(this::onBroken);
        socket.closeHandler(_ -> onClosed());
        pingTimer =
                context.owner().setPeriodic(keepAlive.pingInterval().toMillis(), _ -> checkAlive());
    }

    /// The session knows this socket now; what the client has sent meanwhile is read.
    void admitted(RoomSessionRef admittedTo) {
        session = admittedTo;
        if (closed) {
            admittedTo.disconnected(this, peerId, Disconnect.LOST);
        } else {
            heardAt = now();
            socket.resume();
        }
    }

    /// Tells the client that its call is over before it began, in the one way that keeps it from
    /// coming back at once.
    void refuse(ErrorCode code, String reason) {
        about().log("Socket of peer {} refused with {}: {}", peerId, code.code(), reason);
        socket.resume();
        end(code, reason);
    }

    private LoggingEventBuilder about() {
        return log.atInfo().addKeyValue("peer_id", peerId);
    }

    private void end(ErrorCode code, String reason) {
        send(Outgoing.notification(new Notification.Error(code, reason)));
        close(CloseReason.REFUSED);
        ending = true;
    }

    private void onText(String text) {
        heardAt = now();
        RoomSessionRef current = session;
        if (current == null || ending || closing) {
            return;
        }
        try {
            RequestCodec.Incoming incoming = RequestCodec.decode(text);
            if (rateLimit.allow(heardAt)) {
                current.handle(this, peerId, incoming.id(), incoming.request());
                return;
            }
            if (incoming.id() != null) {
                send(Outgoing.error(incoming.id(), ErrorCode.TOO_MANY_REQUESTS, "Too fast"));
            }
            onExcess();
        } catch (MalformedMessageException e) {
            onMalformed(e);
        }
    }

    /// A page that is closed says 1001 and a client that has left 1000. One that is about to open
    /// another socket closes this one without a status, which Vert.x would take for 1000.
    private void onFrame(WebSocketFrame frame) {
        if (frame.isClose() && frame.binaryData().length() > 0) {
            farewell = frame.closeStatusCode() == 1000 || frame.closeStatusCode() == 1001;
        }
    }

    private void onMalformed(MalformedMessageException e) {
        if (!complained) {
            complained = true;
            about().log("Peer {} sent a bad message: {}", peerId, e.reason());
        }
        if (rateLimit.allow(heardAt)) {
            send(Outgoing.error(e.id(), ErrorCode.BAD_REQUEST, e.reason()));
        } else {
            onExcess();
        }
    }

    private void onExcess() {
        if (!excessLimit.allow(heardAt)) {
            log.warn("Peer {} sends too fast and loses its socket", peerId);
            end(ErrorCode.TOO_MANY_REQUESTS, "Too many messages");
        }
    }

    /// On a socket that is open, the one thing that can go wrong is a message over the limit.
    private void onBroken(Throwable e) {
        if (!closing && !(e instanceof HttpClosedException)) {
            about().log("Socket of peer {} cannot be read on: {}", peerId, e.toString());
            closeNow(CloseReason.TOO_BIG);
        }
    }

    private void checkAlive() {
        if (closing) {
            return;
        }
        if (now() - heardAt > keepAlive.silence().toNanos()) {
            log.debug("Peer {} is silent", peerId);
            closeNow(CloseReason.SILENT);
        } else {
            socket.writePing(Buffer.buffer());
        }
    }

    private void onClosed() {
        closed = true;
        context.owner().cancelTimer(pingTimer);
        boolean byClient = farewell && !closing;
        closing = true;
        if (session != null) {
            session.disconnected(
                    this, peerId, byClient ? Disconnect.CLOSED_BY_CLIENT : Disconnect.LOST);
        }
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public String baseUrl() {
        return baseUrl;
    }

    @Override
    public TransportOptions transportOptions() {
        return transportOptions;
    }

    @Override
    public void send(Outgoing message) {
        send(message, 0);
    }

    /// What comes while an earlier message waits for its turn is written with it, and all of it
    /// leaves in one go: the busier the room, the fewer writes.
    @Override
    public void send(Outgoing message, long number) {
        if (queued.incrementAndGet() > MAX_QUEUED) {
            context.runOnContext(_ -> onSlow());
            return;
        }
        outbox.add(new Item(message, number));
        if (draining.compareAndSet(false, true)) {
            turns.add(this::drain);
        }
    }

    private void drain() {
        // First, so that what is added from here on is either seen below or drained again.
        draining.set(false);
        for (Item item = outbox.poll(); item != null; item = outbox.poll()) {
            write(item.message());
            marked = Math.max(marked, item.number());
        }
        confirmSoon();
    }

    private void write(Outgoing message) {
        if (closing) {
            queued.decrementAndGet();
            return;
        }
        String text = message.text();
        if (pendingCharacters > MAX_PENDING_CHARACTERS) {
            onSlow();
            return;
        }
        pendingCharacters += text.length();
        socket.writeTextMessage(text)
                .onComplete(_ -> {
                    queued.decrementAndGet();
                    pendingCharacters -= text.length();
                });
    }

    @Override
    public long confirmed() {
        return confirmed;
    }

    /// A ping frame behind what was sent comes back as a pong once the client has read that far
    /// (RFC 6455 section 5.5.3). One is on its way at a time, and not more than two a second.
    private void confirmSoon() {
        if (confirming || closing || marked <= confirmed) {
            return;
        }
        confirming = true;
        long wait = MARK_INTERVAL.toNanos() - (now() - confirmedAt);
        if (wait <= 0) {
            confirm();
        } else {
            context.owner().setTimer(Math.max(1, wait / 1_000_000), _ -> confirm());
        }
    }

    private void confirm() {
        if (!closing) {
            confirmedAt = now();
            socket.writePing(Buffer.buffer(Long.BYTES).appendLong(marked));
        }
    }

    private void onPong(Buffer payload) {
        heardAt = now();
        if (payload.length() == Long.BYTES) {
            confirmed = Math.max(confirmed, Math.min(payload.getLong(0), marked));
            confirming = false;
            confirmSoon();
        }
    }

    private void onSlow() {
        if (!closing) {
            about().log("Peer {} does not read what it is sent and loses its socket", peerId);
            closeNow(CloseReason.SLOW);
        }
    }

    @Override
    public void close(CloseReason reason) {
        context.runOnContext(_ -> {
            // What was sent before goes before, whenever its turn would be.
            drain();
            closeNow(reason);
        });
    }

    private void closeNow(CloseReason reason) {
        if (!closing) {
            closing = true;
            socket.close((short) reason.code(), reason.text());
            context.owner().setTimer(CLOSE_PATIENCE.toMillis(), _ -> cutOff());
        }
    }

    /// Vert.x counts its closing timeout from when the close frame was written, which may be never.
    private void cutOff() {
        if (!closed) {
            cut.run();
        }
    }

    private static long now() {
        return System.nanoTime();
    }
}
