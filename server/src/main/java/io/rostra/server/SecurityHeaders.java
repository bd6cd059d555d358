package io.rostra.server;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What our own pages may load, and whom they may talk to: this host, nobody else. Above all the
/// client SDK's reports, which carry the user's token, cannot leave for its vendor.
final class SecurityHeaders {

    /// `'self'` does not cover WebSockets in every browser, so the host is named. It comes from the
    /// request: only what can be a host and a port goes into a header.
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,255}");

    private static final String POLICY =
            String.join(
                    "; ",
                    "default-src 'self'",
                    "script-src 'self'",
                    "style-src 'self' 'unsafe-inline'",
                    "connect-src 'self'%s",
                    "media-src 'self' blob:%s",
                    "worker-src 'self' blob:",
                    "img-src 'self' data: blob:",
                    "font-src 'self'",
                    "base-uri 'none'",
                    "form-action 'self'",
                    "object-src 'none'");

    /// Only the player may stand in a frame of other people's pages: it has no buttons worth
    /// stealing clicks for.
    private static final String OWN_FRAMES = "; frame-ancestors 'self'";

    private SecurityHeaders() {}

    /// @param path of the page
    /// @param storage origin of the operator's object storage, which recordings come from; or null
    static void add(
            HttpServerResponse response,
            @Nullable HostAndPort host,
            String path,
            @Nullable String storage) {
        String policy = policy(host == null ? null : host.toString(), storage);
        boolean anyFrame = path.startsWith("/embed/");
        response.putHeader("Content-Security-Policy", anyFrame ? policy : policy + OWN_FRAMES)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin");
    }

    static String policy(@Nullable String host, @Nullable String storage) {
        boolean usable = host != null && HOST.matcher(host).matches();
        return POLICY.formatted(
                usable ? " ws://" + host + " wss://" + host : "",
                storage == null ? "" : " " + storage);
    }
}
