package io.rostra.platform.api;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a long reply from a virtual thread: a chunk is made when the one before is with the
/// system, so that a slow client slows down its own reply and fills nobody's memory.
final class ResponseStream extends OutputStream {

    private static final Logger log = LoggerFactory.getLogger(ResponseStream.class);
    private static final int CHUNK = 64 * 1024;

    /// For one chunk; a client that reads slower than this is as good as gone.
    private static final int CHUNK_SECONDS = 60;

    private final HttpServerResponse response;
    private final Context loop;

    private ResponseStream(HttpServerResponse response, Context loop) {
        this.response = response;
        this.loop = loop;
    }

    /// Sends all of it. When it fails half-way the connection is cut, so that nobody takes the part
    /// for the whole.
    static void send(RoutingContext context, Context loop, StreamedBody body) {
        HttpServerResponse response = context.response();
        loop.runOnContext(_ ->
                response.setChunked(true)
                        .putHeader("Content-Type", body.contentType())
                        .putHeader(
                                "Content-Disposition",
                                "attachment; filename=\"" + body.fileName() + "\"")
                        .putHeader("Cache-Control", "no-store")
                        .putHeader("X-Content-Type-Options", "nosniff"));
        try (var out = new BufferedOutputStream(new ResponseStream(response, loop), CHUNK)) {
            body.content().writeTo(out);
            out.flush();
            loop.runOnContext(_ -> response.end());
        } catch (IOException e) {
            log.debug("A client went away", e);
            cut(context, loop);
        } catch (RuntimeException e) {
            log.error("A request failed half-way by a fault of ours", e);
            cut(context, loop);
        }
    }

    private static void cut(RoutingContext context, Context loop) {
        loop.runOnContext(_ -> {
            if (context.request().version() == HttpVersion.HTTP_2) {
                context.response().reset();
            } else {
                context.request().connection().close();
            }
        });
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Buffer chunk = Buffer.buffer(length).appendBytes(bytes, offset, length);
        var written = new CompletableFuture<Boolean>();
        loop.runOnContext(_ -> {
            if (response.closed()) {
                written.complete(false);
            } else {
                response.write(chunk).onComplete(result -> written.complete(result.succeeded()));
            }
        });
        try {
            if (!written.get(CHUNK_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the connection is closed");
            }
        } catch (TimeoutException e) {
            throw new IOException("the client reads too slowly", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
