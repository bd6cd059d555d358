package io.rostra.platform.webhook;

import io.rostra.platform.store.WebhookEvent;
import io.rostra.platform.store.WebhookStore;
import io.rostra.platform.store.WebhookTarget;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what waits in the store to the backends that want it. One event of a room at a time, so
/// that each room's come in order; rooms beside each other. A receiver that is slow or away holds
/// up only its own events. Thread-safe.
public final class WebhookDispatcher implements AutoCloseable {

    /// How long to wait after the first, second, ... failure; the last one goes on until the event
    /// is a day old.
    static final List<Duration> BACK_OFF =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1));

    static final Duration GIVE_UP_AFTER = Duration.ofHours(24);

    private static final Logger log = LoggerFactory.getLogger(WebhookDispatcher.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration FLUSH_LOOK = Duration.ofMillis(50);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int ROOMS_AT_A_TIME = 500;

    /// Requests under way to one receiver.
    private static final int PER_RECEIVER = 16;

    private final WebhookStore store;
    private final InstantSource clock;
    private final Duration timeout;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final Set<String> busyRooms = ConcurrentHashMap.newKeySet();
    private final Map<String, Semaphore> receivers = new ConcurrentHashMap<>();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Thread watcher;
    private volatile boolean closed;

    public WebhookDispatcher(WebhookStore store, InstantSource clock) {
        this(store, clock, Duration.ofSeconds(10));
    }

    /// @param timeout of one request
    WebhookDispatcher(WebhookStore store, InstantSource clock, Duration timeout) {
        this.store = store;
        this.clock = clock;
        this.timeout = timeout;
        this.watcher = Thread.ofVirtual().name("webhooks").start(this::watch);
    }

    /// Events of these rooms were stored.
    public void wake(Set<String> roomIds) {
        roomIds.forEach(this::serve);
    }

    /// Requests that succeeded since the start.
    public long delivered() {
        return delivered.get();
    }

    /// Requests that failed since the start.
    public long failures() {
        return failures.get();
    }

    /// Waits until everything that is due has been sent, or could not be.
    ///
    /// @return false when that takes longer
    public boolean flush(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (!closed) {
            lookForDue();
            if (busyRooms.isEmpty() && store.roomsDue(1).isEmpty()) {
                return true;
            }
            if (System.nanoTime() - until >= 0) {
                return false;
            }
            Thread.sleep(FLUSH_LOOK);
        }
        return false;
    }

    private void watch() {
        try {
            while (!closed) {
                lookForDue();
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void lookForDue() {
        try {
            store.roomsDue(ROOMS_AT_A_TIME).forEach(this::serve);
        } catch (RuntimeException e) {
            if (!closed) {
                log.error("Could not look for webhooks that are due", e);
            }
        }
    }

    private void serve(String roomId) {
        if (!closed && busyRooms.add(roomId)) {
            Thread.ofVirtual().name("webhook").start(() -> sendAll(roomId));
        }
    }

    private void sendAll(String roomId) {
        try {
            while (!closed) {
                WebhookEvent event = store.nextOf(roomId).orElse(null);
                if (event == null || !send(event)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            if (!closed) {
                log.error("Webhooks of room {} could not be sent", roomId, e);
            }
        } finally {
            // What was stored since the last look is found by the watcher.
            busyRooms.remove(roomId);
        }
    }

    /// @return whether to go on with the room's next event
    private boolean send(WebhookEvent event) {
        WebhookTarget target = store.targetOf(event.workspaceId(), event.roomId()).orElse(null);
        if (target == null) {
            store.failed(event, "nobody wants events of this room any more", "", null);
            return true;
        }
        @Nullable String error = post(target, event);
        if (closed && error != null) {
            return false;
        }
        if (error == null) {
            store.delivered(event, target.url());
            delivered.incrementAndGet();
            return true;
        }
        Instant next = clock.instant().plus(backOff(event.attempts()));
        boolean giveUp = next.isAfter(event.createdAt().plus(GIVE_UP_AFTER));
        store.failed(event, error, target.url(), giveUp ? null : next);
        failures.incrementAndGet();
        return giveUp;
    }

    /// The payload with the mark of a replay.
    public static String asReplay(String payload) {
        return WebhookPayloads.asReplay(payload);
    }

    static Duration backOff(int attempts) {
        return BACK_OFF.get(Math.min(attempts, BACK_OFF.size() - 1));
    }

    /// @return what went wrong, or null
    private @Nullable String post(WebhookTarget target, WebhookEvent event) {
        Semaphore free;
        HttpRequest request;
        try {
            request = request(target, event);
            free =
                    receivers.computeIfAbsent(
                            request.uri().getAuthority(), _ -> new Semaphore(PER_RECEIVER));
        } catch (IllegalArgumentException _) {
            return "the address or a header cannot be used";
        }
        free.acquireUninterruptibly();
        try {
            return exchange(request);
        } finally {
            free.release();
        }
    }

    private @Nullable String exchange(HttpRequest request) {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            int status = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status == 200 ? null : "status " + status;
        } catch (TimeoutException _) {
            answer.cancel(true);
            return "timeout";
        } catch (ExecutionException e) {
            return inWords(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /// What the operator reads in the list of deliveries.
    private static String inWords(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException c when c.getCause() instanceof UnresolvedAddressException ->
                    "the receiver's name is not known";
            case ConnectException _ -> "the receiver takes no connection";
            case SSLException e -> "TLS: " + e.getMessage();
            case IOException e when e.getMessage() != null ->
                    "the connection broke: " + e.getMessage();
            case null, default -> "the connection broke";
        };
    }

    private static HttpRequest request(WebhookTarget target, WebhookEvent event) {
        byte[] body = event.payload().getBytes(StandardCharsets.UTF_8);
        var request =
                HttpRequest.newBuilder(URI.create(target.url()))
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Rostra-Webhook")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!target.signingSecret().isEmpty()) {
            request.header("x-100ms-signature", Signature.hex(target.signingSecret(), body));
        }
        target.headers().forEach(request::setHeader);
        return request.build();
    }

    /// What is under way may arrive and be sent once more after the next start.
    @Override
    public void close() {
        closed = true;
        watcher.interrupt();
        client.shutdownNow();
    }
}
