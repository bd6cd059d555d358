package io.rostra.streaming.egress.hls;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/// A playlist as it goes over the wire, plain and compressed: made once for each version, sent to
/// all who ask.
record RenderedPlaylist(Buffer plain, Buffer gzip) {

    static RenderedPlaylist of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array never fails
        }
        return new RenderedPlaylist(Buffer.buffer(bytes), Buffer.buffer(compressed.toByteArray()));
    }
}
