package io.rostra.socketio.engine;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is kept of the request that opened a session: little, for there are many sessions and most
/// are idle.
///
/// @param remoteAddress the address of the connection, without the port; of a proxy if there is one
/// @param query the query string, not decoded
/// @param headers those that `EngineOptions.keptHeaders` names, in lower case
public record Handshake(
        String remoteAddress, boolean secure, String query, Map<String, String> headers) {

    public Handshake {
        headers = Map.copyOf(headers);
    }

    static Handshake of(HttpServerRequest request, Set<String> keptHeaders) {
        Map<String, String> headers = HashMap.newHashMap(keptHeaders.size());
        for (String name : keptHeaders) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
        SocketAddress address = request.remoteAddress();
        String host = address == null ? null : address.hostAddress();
        String query = request.query();
        return new Handshake(
                host == null ? "" : host, request.isSSL(), query == null ? "" : query, headers);
    }

    /// The first value of a query parameter.
    public Optional<String> parameter(String name) {
        List<String> values = new QueryStringDecoder(query, false).parameters().get(name);
        return values == null ? Optional.empty() : Optional.of(values.getFirst());
    }
}
