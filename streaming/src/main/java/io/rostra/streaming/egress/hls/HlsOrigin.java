package io.rostra.streaming.egress.hls;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Serves all live streams of a server under `/hls/{stream}/`. Thread-safe.
public final class HlsOrigin {

    private final Vertx vertx;
    private final Map<String, HlsStream> streams = new ConcurrentHashMap<>();

    public HlsOrigin(Vertx vertx) {
        this.vertx = vertx;
    }

    public void mount(Router router) {
        router.route("/hls/:stream/:file").handler(request -> request.fail(404));
    }

    /// Makes a stream fetchable, until a minute after it is closed.
    public void add(HlsStream stream) {
        streams.put(stream.id(), stream);
    }
}
