package io.rostra.server;

import io.rostra.platform.api.ClientAddress;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvents;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// Counts who watches live streams: addresses and programs that asked for a playlist of late, since
/// players do all the time. Behind a CDN those are the CDN's. Our own players say there, too, what
/// they show just then ([PlayheadReports]); `GET /hls/{stream}/audience.json` has the outcome for
/// the studio. Thread-safe.
final class AudienceCounter implements RoomEvents, AutoCloseable {

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(15);

    /// A player of a stream with long segments asks every few seconds.
    private static final long WATCHES_NANOS = Duration.ofSeconds(20).toNanos();

    /// Of one stream; more are not told apart.
    private static final int MOST = 500_000;

    private static final String PREFIX = "/hls/";

    private final RoomEvents next;
    private final InstantSource clock;
    private final Vertx vertx;
    private final long timer;

    /// By the name of the stream in URLs.
    private final Map<String, Watched> streams = new ConcurrentHashMap<>();

    private record Watched(
            String roomId, String streamId, Map<Long, Long> seenAt, PlayheadReports playheads) {

        Watched(String roomId, String streamId) {
            this(roomId, streamId, new ConcurrentHashMap<>(), new PlayheadReports(WATCHES_NANOS));
        }

        int count(long now) {
            seenAt.values().removeIf(seen -> now - seen > WATCHES_NANOS);
            return seenAt.size();
        }
    }

    /// @param next hears of all that this hears, and how large audiences are
    AudienceCounter(RoomEvents next, InstantSource clock, Vertx vertx) {
        this.next = next;
        this.clock = clock;
        this.vertx = vertx;
        this.timer = vertx.setPeriodic(SAMPLE_EVERY.toMillis(), _ -> measure());
    }

    /// Before the routes that serve the streams.
    void mount(Router router) {
        router.get("/hls/:stream/audience.json").handler(this::answer);
        router.get("/hls/:stream/:file").handler(this::note);
    }

    private void note(RoutingContext context) {
        Watched watched = streams.get(context.pathParam("stream"));
        if (watched != null && context.pathParam("file").endsWith(".m3u8")) {
            long viewer = viewer(context.request());
            long now = System.nanoTime();
            seen(watched, viewer, now);
            String playhead = context.request().getHeader(PlayheadReports.HEADER);
            watched.playheads().note(viewer, playhead, clock.millis(), now);
        }
        context.next();
    }

    private void answer(RoutingContext context) {
        Watched watched = streams.get(context.pathParam("stream"));
        if (watched == null) {
            context.response().setStatusCode(404).end();
            return;
        }
        long now = System.nanoTime();
        OptionalInt late = watched.playheads().median(now);
        JsonObject audience =
                new JsonObject()
                        .put("players", watched.playheads().count(now))
                        .put("latency_ms", late.isPresent() ? late.getAsInt() : null);
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(audience.encode());
    }

    private static void seen(Watched watched, long viewer, long now) {
        if (watched.seenAt().size() < MOST || watched.seenAt().containsKey(viewer)) {
            watched.seenAt().put(viewer, now);
        }
    }

    private static long viewer(HttpServerRequest request) {
        String program = request.getHeader("User-Agent");
        long address = ClientAddress.of(request).hashCode();
        return address << 32 | (program == null ? 0 : program.hashCode()) & 0xFFFF_FFFFL;
    }

    @Override
    public void on(RoomEvent event) {
        switch (event) {
            case RoomEvent.LiveStarted e -> {
                next.on(event);
                streams.put(nameOf(e.playlistPath()), new Watched(e.roomId(), e.streamId()));
            }
            case RoomEvent.LiveStopped e -> ended(e, e.streamId());
            case RoomEvent.LiveFailed e -> ended(e, e.streamId());
            default -> next.on(event);
        }
    }

    private void ended(RoomEvent event, String streamId) {
        streams.values()
                .removeIf(watched -> {
                    boolean over = watched.streamId().equals(streamId);
                    if (over) {
                        tell(watched);
                    }
                    return over;
                });
        next.on(event);
    }

    private static String nameOf(String playlistPath) {
        int end = playlistPath.indexOf('/', PREFIX.length());
        return end < 0 ? playlistPath : playlistPath.substring(PREFIX.length(), end);
    }

    private void measure() {
        streams.values().forEach(this::tell);
    }

    private void tell(Watched watched) {
        next.on(
                new RoomEvent.AudienceMeasured(
                        watched.roomId(),
                        watched.streamId(),
                        watched.count(System.nanoTime()),
                        Instant.ofEpochMilli(clock.millis())));
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
