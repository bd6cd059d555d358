package io.rostra.socketio.engine;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/// Which pages of other origins may speak to the server over polling (browsers do not ask for
/// WebSocket; refuse those in `EngineOptions.admission`).
///
/// @param origins allowed origins, or `*` for all
/// @param credentials whether cookies may come along; the origin is then always named
public record Cors(Set<String> origins, boolean credentials) {

    public Cors {
        origins = Set.copyOf(origins);
    }

    /// Only pages of the server's own origin.
    public static Cors none() {
        return new Cors(Set.of(), false);
    }

    /// Pages of every origin, without cookies.
    public static Cors any() {
        return new Cors(Set.of("*"), false);
    }

    void apply(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || origins.isEmpty()) {
            return;
        }
        MultiMap headers = request.response().headers();
        boolean everyone = origins.contains("*");
        if (everyone && !credentials) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            return;
        }
        headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (everyone || origins.contains(origin)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if (credentials) {
                headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            }
        }
    }

    void answerPreflight(HttpServerRequest request) {
        MultiMap headers = request.response().headers();
        if (headers.contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST");
            String wanted = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
            if (wanted != null) {
                headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
            }
            headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
        }
        request.response().setStatusCode(204).end();
    }
}
