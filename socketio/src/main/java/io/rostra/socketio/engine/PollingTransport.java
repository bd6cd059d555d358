package io.rostra.socketio.engine;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// HTTP long-polling: at most one GET waits; its answer carries what is queued. Confined to the
/// loop that owns the server.
final class PollingTransport implements Transport {
    /// An answer grows to about this many bytes before the rest waits for the next GET.
    private static final int MAX_ANSWER_BYTES = 1_000_000;

    private static final int COMPRESS_FROM_BYTES = 1024;

    private record Poll(HttpServerResponse response, boolean gzip) {}

    private final EngineSession session;
    private @Nullable Poll waiting;

    PollingTransport(EngineSession session) {
        this.session = session;
    }

    @Override
    public String name() {
        return "polling";
    }

    boolean isPolling() {
        return waiting != null;
    }

    /// A GET that may wait. There is none yet.
    void poll(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String encodings = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        Poll poll = new Poll(response, encodings != null && encodings.contains("gzip"));
        waiting = poll;
        response.closeHandler(_ ->
                session.loop()
                        .run(() -> {
                            if (waiting == poll) {
                                waiting = null;
                                session.closed(CloseReason.TRANSPORT_CLOSE);
                            }
                        }));
    }

    @Override
    public boolean flush(OutboundQueue queue, WriteBatch batch) {
        if (waiting == null || queue.isEmpty()) {
            return false;
        }
        ByteArrayOutputStream payload = new ByteArrayOutputStream(256);
        boolean compress = false;
        int count = 0;
        while (count < queue.size() && (count == 0 || payload.size() < MAX_ANSWER_BYTES)) {
            OutboundMessage message = queue.get(count);
            message.writePayload(payload, session.protocol());
            compress |= message.compress();
            count++;
        }
        queue.removeFirst(count);
        answer(payload, compress);
        return false;
    }

    @Override
    public boolean isBlocked() {
        return waiting == null;
    }

    /// Lets a waiting GET go without anything for the application.
    void release(OutboundMessage packet) {
        if (waiting != null) {
            ByteArrayOutputStream payload = new ByteArrayOutputStream(1);
            packet.writePayload(payload, session.protocol());
            answer(payload, false);
        }
    }

    @Override
    public void close(CloseReason reason) {
        // Who said goodbye first needs no goodbye back, only an end of its request.
        release(
                reason == CloseReason.TRANSPORT_CLOSE
                        ? OutboundMessage.NOOP
                        : OutboundMessage.CLOSE);
    }

    private void answer(ByteArrayOutputStream payload, boolean compress) {
        Poll poll = waiting;
        if (poll == null) {
            return;
        }
        waiting = null;
        HttpServerResponse response = poll.response();
        if (response.closed()) {
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (compress && poll.gzip() && payload.size() >= COMPRESS_FROM_BYTES) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip")
                    .end(Buffer.buffer(gzip(payload)));
        } else {
            response.end(Buffer.buffer(payload.toByteArray()));
        }
    }

    private static byte[] gzip(ByteArrayOutputStream payload) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(payload.size() / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            payload.writeTo(gzip);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }
}
