package io.rostra.socketio.engine;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;

/// Collects a request's body up to a limit; more is answered with 413. In HTTP/1.1 that closes the
/// connection, for what follows on it cannot be told from the rest of the body; in HTTP/2, where
/// others share it, the rest is thrown away. Confined to the request's loop.
final class BodyReader {
    private final HttpServerRequest request;
    private final int maxBytes;
    private Buffer body = Buffer.buffer();
    private boolean tooLarge;

    private BodyReader(HttpServerRequest request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
    }

    static void read(HttpServerRequest request, int maxBytes, Consumer<Buffer> whole) {
        BodyReader reader = new BodyReader(request, maxBytes);
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && length.length() > 9) {
            reader.refuse();
        }
        request.handler(reader::onChunk)
                .endHandler(_ -> {
                    if (!reader.tooLarge) {
                        whole.accept(reader.body);
                    }
                });
    }

    private void onChunk(Buffer chunk) {
        if (tooLarge) {
            return;
        }
        if (body.length() + chunk.length() > maxBytes) {
            refuse();
        } else {
            body.appendBuffer(chunk);
        }
    }

    private void refuse() {
        tooLarge = true;
        body = Buffer.buffer();
        boolean shared = request.version() == HttpVersion.HTTP_2;
        if (!shared) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        EngineServer.refuse(request, EngineError.PAYLOAD_TOO_LARGE);
        if (!shared) {
            request.connection().close();
        }
    }
}
