package io.rostra.server.socketio;

import io.rostra.platform.api.Locality;
import io.rostra.socketio.engine.Handshake;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.function.Function;

/// What the request that opened a session says of who makes it. It is looked at once and noted in
/// headers of our own, since of the request nothing but headers is kept.
///
/// @param local somebody at this machine
/// @param origin by which the client reached the server, such as `https://live.example.org`; or
///   empty
record Caller(boolean local, String origin) {

    private static final String LOCAL = "rostra-local";
    private static final String ORIGIN = "rostra-origin";
    static final Set<String> HEADERS = Set.of(LOCAL, ORIGIN);

    /// Notes what is known, over whatever the client sent by these names.
    static void note(HttpServerRequest request, Function<HttpServerRequest, String> originOf) {
        request.headers().set(LOCAL, Boolean.toString(Locality.isLocal(request)));
        request.headers().set(ORIGIN, originOf.apply(request));
    }

    static Caller of(Handshake handshake) {
        return new Caller(
                Boolean.parseBoolean(handshake.headers().get(LOCAL)),
                handshake.headers().getOrDefault(ORIGIN, ""));
    }
}
