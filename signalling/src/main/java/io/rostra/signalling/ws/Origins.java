package io.rostra.signalling.ws;

import io.rostra.sfu.TransportOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds out by which address a client reached this server. A proxy's `X-Forwarded-Proto` and
/// `X-Forwarded-Host` are believed from anybody, since what they say comes back only to whoever
/// sent them.
public final class Origins {

    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]{1,253})(:[0-9]{1,5})?");

    private final @Nullable Origin publicOrigin;
    private final List<String> advertisedAddresses;

    /// @param publicUrl null to take the origin from each request
    public Origins(@Nullable URI publicUrl, List<String> advertisedAddresses) {
        this.publicOrigin =
                publicUrl == null
                        ? null
                        : new Origin(
                                "https".equals(publicUrl.getScheme()), publicUrl.getAuthority());
        this.advertisedAddresses = List.copyOf(advertisedAddresses);
    }

    /// @return empty when the request names no host that could be one
    Optional<Origin> of(HttpServerRequest request) {
        if (publicOrigin != null) {
            return Optional.of(publicOrigin);
        }
        String proto = firstOf(request.getHeader("X-Forwarded-Proto"));
        boolean secure =
                proto == null
                        ? request.isSSL()
                        : List.of("https", "wss").contains(proto.toLowerCase(Locale.ROOT));
        return requestedAuthority(request).map(authority -> new Origin(secure, authority));
    }

    /// Such as `https://live.example.org:8443`; empty when the request names no host.
    public String httpUrlOf(HttpServerRequest request) {
        return of(request).map(Origin::httpUrl).orElse("");
    }

    public TransportOptions transportOptions(HttpServerRequest request, SocketAddress local) {
        return new TransportOptions(
                addresses(requestedAuthority(request).orElse(null), local.hostAddress()));
    }

    /// The addresses to offer for media: the one by which the client reached the server, if it used
    /// an address, that at which its connection arrived, and the configured ones.
    List<String> addresses(@Nullable String requestedAuthority, @Nullable String localAddress) {
        Set<String> addresses = new LinkedHashSet<>();
        if (requestedAuthority != null) {
            addAddress(requestedAuthority, addresses);
        }
        if (publicOrigin != null) {
            addAddress(publicOrigin.authority(), addresses);
        }
        if (localAddress != null) {
            addLiteral(localAddress, addresses);
        }
        addresses.addAll(advertisedAddresses);
        return List.copyOf(addresses);
    }

    private static Optional<String> requestedAuthority(HttpServerRequest request) {
        String forwarded = firstOf(request.getHeader("X-Forwarded-Host"));
        String authority =
                forwarded != null
                        ? forwarded
                        : request.authority() == null ? null : request.authority().toString();
        return Optional.ofNullable(authority).filter(text -> AUTHORITY.matcher(text).matches());
    }

    private static void addAddress(String authority, Set<String> addresses) {
        Matcher matcher = AUTHORITY.matcher(authority);
        if (!matcher.matches()) {
            return;
        }
        String host = matcher.group(1);
        if (host.equalsIgnoreCase("localhost")) {
            addresses.add("127.0.0.1");
            addresses.add("::1");
        } else if (host.startsWith("[")) {
            addLiteral(host.substring(1, host.length() - 1), addresses);
        } else {
            addLiteral(host, addresses);
        }
    }

    private static void addLiteral(String host, Set<String> addresses) {
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            if (!address.isAnyLocalAddress() && !address.isMulticastAddress()) {
                addresses.add(withoutZone(address.getHostAddress()));
            }
        } catch (IllegalArgumentException e) {
            return; // a name: the client's resolver knows its address, we do not
        }
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private static @Nullable String firstOf(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return null;
        }
        int comma = header.indexOf(',');
        return (comma < 0 ? header : header.substring(0, comma)).strip();
    }
}
