package io.rostra.platform.api;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sends a file, or the one range of it that was asked for (RFC 9110 section 14), so that players
/// can jump.
final class FileDownload {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    private FileDownload() {}

    static void send(RoutingContext context, Path file, long size, String contentType) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Type", contentType)
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("Cache-Control", "private, no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Access-Control-Allow-Origin", "*");
        @Nullable String header = context.request().getHeader("Range");
        long[] range = header == null ? null : range(header, size);
        if (range == null) {
            response.sendFile(file.toString());
        } else if (range.length == 0) {
            response.setStatusCode(416).putHeader("Content-Range", "bytes */" + size).end();
        } else {
            response.setStatusCode(206)
                    .putHeader("Content-Range", "bytes " + range[0] + "-" + range[1] + "/" + size)
                    .sendFile(file.toString(), range[0], range[1] - range[0] + 1);
        }
    }

    /// @return first and last byte; empty when there is nothing in the range; null for what is no
    ///   single range, which is ignored
    static long @Nullable [] range(String header, long size) {
        Matcher matcher = RANGE.matcher(header.strip());
        if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return null;
        }
        if (matcher.group(1).isEmpty()) {
            long last = Long.parseLong(matcher.group(2));
            return last == 0 || size == 0
                    ? new long[0]
                    : new long[] {Math.max(0, size - last), size - 1};
        }
        long from = Long.parseLong(matcher.group(1));
        long to =
                matcher.group(2).isEmpty()
                        ? size - 1
                        : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        return from > to ? new long[0] : new long[] {from, to};
    }
}
