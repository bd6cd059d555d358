package io.rostra.platform.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Tells requests of the dashboard's own pages from what other pages make a browser send
/// (cross-site request forgery).
///
/// Ours carry a header of their own, which a browser sends to another origin only after a preflight
/// that nobody answers here. Beside it, what the browser says of the page that calls must fit.
final class OwnPages {

    static final String HEADER = "X-Rostra-Dashboard";

    private OwnPages() {}

    static boolean isChange(HttpServerRequest request) {
        return !request.method().equals(HttpMethod.GET)
                && !request.method().equals(HttpMethod.HEAD);
    }

    static boolean isFromOurs(HttpServerRequest request) {
        if (!request.headers().contains(HEADER)) {
            return false;
        }
        // Browsers send this on secure pages; it knows the address even behind a proxy.
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        @Nullable String origin = request.getHeader("Origin");
        return origin == null || isSameHost(origin, request);
    }

    /// Whether the page was loaded by HTTPS, as the browser says.
    static boolean isSecure(HttpServerRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        return request.isSSL() || (origin != null && origin.startsWith("https://"));
    }

    private static boolean isSameHost(String origin, HttpServerRequest request) {
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority != null
                    && request.authority() != null
                    && authority.equalsIgnoreCase(request.authority().toString());
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
