package io.rostra.platform.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells whether a request was made by somebody who sits at this machine.
///
/// The connection comes from a loopback address; the name asked for is a loopback name, so that no
/// foreign name resolving to 127.0.0.1 passes; a page that calls is itself from a loopback name;
/// and nothing looks like a reverse proxy on this machine that speaks for the whole world.
public final class Locality {

    private static final Set<String> LOOPBACK_NAMES =
            Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final List<String> LEFT_BY_PROXIES =
            List.of(
                    "Forwarded",
                    "Via",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Proto",
                    "X-Real-IP");

    private Locality() {}

    public static boolean isLocal(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        // Reverse proxies that add no header at all still speak HTTP/1.0 unless told otherwise.
        return request.version() != HttpVersion.HTTP_1_0
                && asked != null
                && isLoopback(asked.host())
                && LEFT_BY_PROXIES.stream().noneMatch(request.headers()::contains)
                && isLoopbackPage(request.getHeader("Origin"))
                && isLoopbackAddress(request);
    }

    private static boolean isLoopbackAddress(HttpServerRequest request) {
        try {
            // A literal address: nothing is looked up.
            return InetAddress.ofLiteral(request.remoteAddress().hostAddress()).isLoopbackAddress();
        } catch (IllegalArgumentException | NullPointerException _) {
            return false;
        }
    }

    private static boolean isLoopbackPage(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        try {
            String host = new URI(origin).getHost();
            return host != null && isLoopback(host);
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK_NAMES.contains(host);
    }
}
