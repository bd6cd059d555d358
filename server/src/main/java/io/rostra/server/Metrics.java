package io.rostra.server;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rostra.platform.api.GuestPolicy;
import io.rostra.platform.api.Locality;
import io.rostra.platform.live.RoomEvent;
import io.rostra.platform.live.RoomEvents;
import io.rostra.platform.memory.RoomMemory;
import io.rostra.platform.webhook.WebhookDispatcher;
import io.rostra.server.ingest.Pushes;
import io.rostra.server.socketio.SocketIo;
import io.rostra.server.storage.Uploads;
import io.rostra.sfu.Sfu;
import io.rostra.sfu.net.DropReason;
import io.rostra.sfu.net.MediaCounters;
import io.rostra.sfu.net.MediaEvent;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// `/metrics`, for Prometheus: what goes on in rooms, requests, webhooks and the JVM. Thread-safe.
final class Metrics implements RoomEvents, AutoCloseable {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger peers = new AtomicInteger();
    private final AtomicInteger liveStreams = new AtomicInteger();
    private final Map<String, Integer> viewers = new ConcurrentHashMap<>();
    private final RoomEvents next;

    /// @param next hears of all that this hears
    Metrics(RoomEvents next) {
        this.next = next;
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("rostra.sessions", sessions, AtomicInteger::get)
                .description("Rooms somebody is in")
                .register(registry);
        Gauge.builder("rostra.peers", peers, AtomicInteger::get)
                .description("Peers in all rooms")
                .register(registry);
        Gauge.builder("rostra.live.streams", liveStreams, AtomicInteger::get)
                .description("Live streams that can be played")
                .register(registry);
        Gauge.builder("rostra.live.viewers", viewers, Metrics::sum)
                .description("Viewers of all live streams")
                .register(registry);
        // Prometheus shows a counter from its first count on; these are there from the start.
        registry.counter("rostra.joins", "outcome", "joined");
        registry.counter("rostra.joins", "outcome", "refused");
    }

    private static double sum(Map<String, Integer> numbers) {
        return numbers.values().stream().mapToInt(Integer::intValue).sum();
    }

    void watch(RoomMemory memory, WebhookDispatcher webhooks) {
        FunctionCounter.builder("rostra.memory.lost", memory, RoomMemory::lost)
                .description("Events that could not be written down")
                .register(registry);
        FunctionCounter.builder("rostra.webhooks", webhooks, WebhookDispatcher::delivered)
                .tag("outcome", "delivered")
                .register(registry);
        FunctionCounter.builder("rostra.webhooks", webhooks, WebhookDispatcher::failures)
                .tag("outcome", "failed")
                .register(registry);
    }

    void watch(Pushes pushes) {
        Gauge.builder("rostra.pushes", pushes, Pushes::count)
                .description("Programs that push into rooms by WHIP or RTMP")
                .register(registry);
    }

    /// What happens to media, see [MediaEvent] and [DropReason].
    void watch(Sfu sfu) {
        for (DropReason reason : DropReason.values()) {
            String name = reason.name().toLowerCase(Locale.ROOT);
            FunctionCounter.builder("rostra.sfu.dropped.packets", sfu, s -> s.drops().total(reason))
                    .description("Datagrams and packets that went no further")
                    .tag("reason", name)
                    .register(registry);
        }
        MediaCounters counters = sfu.counters();
        for (MediaEvent event : MediaEvent.values()) {
            String[] named =
                    switch (event) {
                        case NACKED_BY_SERVER -> new String[] {"nacked.packets", "by", "server"};
                        case NACKED_BY_SUBSCRIBER ->
                                new String[] {"nacked.packets", "by", "subscriber"};
                        case KEY_FRAME_ASKED_BY_SERVER ->
                                new String[] {"key.frame.requests", "by", "server"};
                        case KEY_FRAME_ASKED_BY_SUBSCRIBER ->
                                new String[] {"key.frame.requests", "by", "subscriber"};
                        case RECOVERED -> new String[] {"recovered.packets"};
                        case RETRANSMITTED -> new String[] {"retransmitted.packets"};
                        case PADDED -> new String[] {"padding.packets"};
                        case SWITCHED_UP -> new String[] {"layer.switches", "direction", "up"};
                        case SWITCHED_DOWN -> new String[] {"layer.switches", "direction", "down"};
                    };
            FunctionCounter.builder("rostra.sfu." + named[0], counters, c -> c.total(event))
                    .tags(Arrays.copyOfRange(named, 1, named.length))
                    .register(registry);
        }
        var estimates =
                DistributionSummary.builder("rostra.sfu.estimated.bitrate")
                        .description("What each subscriber's path is taken to carry, every 5 s")
                        .baseUnit("bits_per_second")
                        .serviceLevelObjectives(150e3, 300e3, 500e3, 1e6, 2e6, 4e6, 8e6)
                        .register(registry);
        counters.observeEstimates(estimates::record);
    }

    void watch(Programs programs) {
        Gauge.builder("rostra.live.degraded", programs, Programs::degraded)
                .description("Live streams and recordings that lack what the machine cannot bear")
                .register(registry);
    }

    void watch(Uploads uploads) {
        Gauge.builder("rostra.recording.uploads.waiting", uploads, Uploads::waiting)
                .description("Complete recordings that are not in object storage yet")
                .register(registry);
        FunctionCounter.builder("rostra.recording.uploads", uploads, Uploads::succeeded)
                .tag("outcome", "uploaded")
                .register(registry);
        FunctionCounter.builder("rostra.recording.uploads", uploads, Uploads::failed)
                .tag("outcome", "failed")
                .register(registry);
    }

    void watch(SocketIo socketIo) {
        Gauge.builder("rostra.socketio.muxed.streams", socketIo, SocketIo::muxedStreams)
                .description("Peers of the SDKs whose media is made into chunks for Socket.IO")
                .register(registry);
    }

    @Override
    public void on(RoomEvent event) {
        switch (event) {
            case RoomEvent.SessionOpened _ -> sessions.incrementAndGet();
            case RoomEvent.SessionClosed _ -> sessions.decrementAndGet();
            case RoomEvent.PeerJoined _ -> {
                peers.incrementAndGet();
                registry.counter("rostra.joins", "outcome", "joined").increment();
            }
            case RoomEvent.PeerLeft _ -> peers.decrementAndGet();
            case RoomEvent.JoinFailed _ ->
                    registry.counter("rostra.joins", "outcome", "refused").increment();
            case RoomEvent.LiveStarted _ -> liveStreams.incrementAndGet();
            case RoomEvent.LiveStopped e -> ended(e.streamId(), e.wasPlayable());
            case RoomEvent.LiveFailed e -> ended(e.streamId(), e.wasPlayable());
            case RoomEvent.AudienceMeasured e -> viewers.put(e.streamId(), e.viewers());
            case RoomEvent.RoleChanged _,
                    RoomEvent.RoleChangeFailed _,
                    RoomEvent.RoomEnded _,
                    RoomEvent.RoomEndFailed _,
                    RoomEvent.ClientFailed _,
                    RoomEvent.QualityMeasured _,
                    RoomEvent.LiveRequested _,
                    RoomEvent.PushRequested _,
                    RoomEvent.PushStarted _,
                    RoomEvent.PushStopped _,
                    RoomEvent.PushFailed _,
                    RoomEvent.RecordingStarted _,
                    RoomEvent.RecordingStopped _,
                    RoomEvent.RecordingEnded _,
                    RoomEvent.TracksChanged _,
                    RoomEvent.PollStarted _,
                    RoomEvent.PollStopped _,
                    RoomEvent.PollAnswered _ -> {}
        }
        next.on(event);
    }

    private void ended(String streamId, boolean wasPlayable) {
        viewers.remove(streamId);
        if (wasPlayable) {
            liveStreams.decrementAndGet();
        }
    }

    /// @param admitted who may read the metrics
    void mount(Router router, GuestPolicy admitted) {
        router.route().handler(this::time);
        if (admitted != GuestPolicy.OFF) {
            router.get("/metrics").handler(context -> answer(context, admitted));
        }
    }

    private void answer(RoutingContext context, GuestPolicy admitted) {
        if (admitted == GuestPolicy.LOCAL && !Locality.isLocal(context.request())) {
            context.response()
                    .setStatusCode(403)
                    .putHeader("Content-Type", "text/plain")
                    .end("Metrics are for this machine only. Set metrics: open to change that.\n");
            return;
        }
        context.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(registry.scrape());
    }

    /// By the pattern of the route, so that there are as many timers as routes.
    private void time(RoutingContext context) {
        long began = System.nanoTime();
        context.addEndHandler(_ -> {
            String path = context.currentRoute() == null ? null : context.currentRoute().getPath();
            Timer.builder("rostra.http.requests")
                    .tag("method", method(context))
                    .tag("route", path == null ? "other" : path)
                    .tag("status", String.valueOf(context.response().getStatusCode()))
                    .register(registry)
                    .record(Duration.ofNanos(System.nanoTime() - began));
        });
        context.next();
    }

    /// Clients may invent methods.
    private static String method(RoutingContext context) {
        String name = context.request().method().name();
        return switch (name) {
            case "GET", "POST", "DELETE", "OPTIONS", "HEAD" -> name;
            default -> "other";
        };
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
