package io.rostra.server;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Serves the built web app out of memory: a few files, read and compressed once at the start, so
/// that no event loop ever touches the disk and no path can lead out of the folder.
///
/// Files under `/assets/` carry a hash in their names and never change. A page at any other path is
/// a place inside the app, so it gets `index.html`; with a dot in its last part it is a file that
/// is not there, and the app says so.
final class WebApp implements Handler<RoutingContext> {

    private static final String INDEX = "/index.html";
    private static final int WORTH_COMPRESSING = 1024;

    private final Map<String, Asset> assets;
    private final @Nullable String storage;

    private WebApp(Map<String, Asset> assets, @Nullable String storage) {
        this.assets = Map.copyOf(assets);
        this.storage = storage;
    }

    /// @param gzip the body compressed, or null when that gains nothing
    private record Asset(String contentType, Buffer body, @Nullable Buffer gzip, String etag) {}

    /// @param storage origin of the object storage that its pages may show recordings from
    static WebApp load(Path root, Optional<String> storage) {
        if (!Files.isRegularFile(root.resolve("index.html"))) {
            return new WebApp(Map.of(), null);
        }
        Map<String, Asset> assets = new HashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = "/" + root.relativize(file).toString().replace('\\', '/');
                assets.put(path, asset(path, Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the web app in " + root, e);
        }
        return new WebApp(assets, storage.orElse(null));
    }

    boolean isBuilt() {
        return assets.containsKey(INDEX);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            context.next();
            return;
        }
        String path = context.normalizedPath();
        Asset asset = assets.get(path.equals("/") ? INDEX : path);
        if (asset == null && asksForAPage(context, path)) {
            asset = assets.get(INDEX);
            if (path.indexOf('.', path.lastIndexOf('/')) >= 0) {
                context.response().setStatusCode(404);
            }
        }
        if (asset != null) {
            serve(context, path, asset);
        } else if (path.equals("/") && !isBuilt()) {
            sayThatItIsMissing(context);
        } else {
            context.next();
        }
    }

    /// Browsers that go to a page ask for HTML; scripts that miss a resource must be told so.
    private static boolean asksForAPage(RoutingContext context, String path) {
        String accepted = context.request().getHeader("Accept");
        return accepted != null && accepted.contains("text/html") && !path.startsWith("/assets/");
    }

    private void serve(RoutingContext context, String path, Asset asset) {
        HttpServerResponse response = context.response();
        SecurityHeaders.add(response, context.request().authority(), path, storage);
        response.putHeader("Content-Type", asset.contentType())
                .putHeader("ETag", asset.etag())
                .putHeader("Vary", "Accept-Encoding")
                .putHeader(
                        "Cache-Control",
                        path.startsWith("/assets/")
                                ? "public, max-age=31536000, immutable"
                                : "no-cache");
        if (asset.etag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        Buffer body = asset.body();
        if (asset.gzip() != null && acceptsGzip(context)) {
            response.putHeader("Content-Encoding", "gzip");
            body = asset.gzip();
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(body.length())).end();
        } else {
            response.end(body);
        }
    }

    private static boolean acceptsGzip(RoutingContext context) {
        String accepted = context.request().getHeader("Accept-Encoding");
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }

    private void sayThatItIsMissing(RoutingContext context) {
        SecurityHeaders.add(context.response(), context.request().authority(), "/", storage);
        context.response()
                .setStatusCode(503)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(
                        """
                        Rostra is running, but its web app has not been built.
                        Run "./rostra build" in the project's folder and start again, \
                        or set web-root to a folder that holds the built app.
                        """);
    }

    private static Asset asset(String path, byte[] body) throws IOException {
        String type = contentType(path);
        boolean text = type.contains("charset") || type.contains("svg") || type.contains("json");
        byte[] gzip = text && body.length > WORTH_COMPRESSING ? gzip(body) : body;
        return new Asset(
                type,
                Buffer.buffer(body),
                gzip.length < body.length ? Buffer.buffer(gzip) : null,
                "\"" + Long.toHexString(checksum(body)) + "-" + body.length + "\"");
    }

    private static long checksum(byte[] body) {
        var crc = new java.util.zip.CRC32C();
        crc.update(body);
        return crc.getValue();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream(body.length / 2);
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    private static String contentType(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "js", "mjs" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "txt" -> "text/plain; charset=utf-8";
            case "json", "map" -> "application/json";
            case "webmanifest" -> "application/manifest+json";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            case "jpg", "jpeg" -> "image/jpeg";
            case "webp" -> "image/webp";
            case "ico" -> "image/x-icon";
            case "woff2" -> "font/woff2";
            case "woff" -> "font/woff";
            case "wasm" -> "application/wasm";
            case "mp4" -> "video/mp4";
            case "mp3" -> "audio/mpeg";
            case "wav" -> "audio/wav";
            default -> "application/octet-stream";
        };
    }
}
