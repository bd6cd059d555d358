package io.rostra.platform.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Which address a request came from. A reverse proxy on this machine says whom it speaks for in
/// the last entry of `X-Forwarded-For`; what stands before it, and what others write, is anybody's
/// word.
public final class ClientAddress {

    private ClientAddress() {}

    public static String of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        @Nullable String address = remote == null ? null : remote.hostAddress();
        if (address == null) {
            return "unknown";
        }
        @Nullable String forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded == null || !isLoopback(address)) {
            return address;
        }
        String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        return isAddress(last) ? last : address;
    }

    private static boolean isLoopback(String address) {
        return isAddress(address) && InetAddress.ofLiteral(address).isLoopbackAddress();
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
