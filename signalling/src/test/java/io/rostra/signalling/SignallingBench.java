package io.rostra.signalling;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/// Many peers in one room that only signal: they join at a rate, then one of them chats at a rate
/// and all others note how old each message is when it arrives. Before the joins some join and
/// leave, and before the chat there is some, so that neither side's compilers are at work while it
/// is measured. Server and clients share the machine.
///
/// ```
/// ./rostra bench signalling --peers 2500 --joins-per-second 200 --chats-per-second 50 --seconds 20 --warm-up 500
/// ```
final class SignallingBench {

    /// As the SDK does.
    private static final Duration PING_INTERVAL = Duration.ofSeconds(3);

    private static final long PATIENCE_SECONDS = 60;

    private static final int CHAT_WARM_UP_SECONDS = 5;
    private static final String MARK = "\"message\":\"at ";

    private final Map<String, Integer> settings;
    private final List<Clients> clients =
            IntStream.range(0, Runtime.getRuntime().availableProcessors())
                    .mapToObj(_ -> new Clients())
                    .toList();
    private final Milliseconds joins = new Milliseconds();
    private final Milliseconds chats = new Milliseconds();
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    private SignallingBench(Map<String, Integer> settings) {
        this.settings = settings;
    }

    /// Those on one event loop: callers from outside Vert.x all get the same loop of an instance.
    private static final class Clients {
        private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        private final WebSocketClient client =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setMaxConnections(100_000)
                                .setMaxFrameSize(1 << 20)
                                .setMaxMessageSize(1 << 20));

        void ping(WebSocket socket) {
            vertx.setPeriodic(
                    PING_INTERVAL.toMillis(),
                    _ ->
                            socket.writeTextMessage(
                                    "{\"method\":\"ping\",\"params\":{},\"id\":\"p\"}"));
        }
    }

    /// How often each number of milliseconds was seen. Thread-safe.
    private static final class Milliseconds {
        private final AtomicLongArray counts = new AtomicLongArray(60_000);
        private final AtomicLong total = new AtomicLong();

        void add(long nanos) {
            long millis = Math.clamp(nanos / 1_000_000, 0, counts.length() - 1);
            counts.incrementAndGet((int) millis);
            total.incrementAndGet();
        }

        long total() {
            return total.get();
        }

        /// While nobody adds.
        void clear() {
            for (int i = 0; i < counts.length(); i++) {
                counts.set(i, 0);
            }
            total.set(0);
        }

        int percentile(double share) {
            long wanted = (long) Math.ceil(total.get() * share);
            long seen = 0;
            for (int i = 0; i < counts.length(); i++) {
                seen += counts.get(i);
                if (seen >= wanted) {
                    return i;
                }
            }
            return counts.length();
        }

        String summary() {
            return "p50 %d ms, p95 %d ms, p99 %d ms, max %d ms"
                    .formatted(percentile(0.5), percentile(0.95), percentile(0.99), percentile(1));
        }
    }

    public static void main(String[] arguments) throws Exception {
        var settings = new ConcurrentHashMap<String, Integer>();
        settings.put("--peers", 2500);
        settings.put("--joins-per-second", 200);
        settings.put("--chats-per-second", 50);
        settings.put("--seconds", 20);
        settings.put("--warm-up", 500);
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (settings.replace(arguments[i], Integer.valueOf(arguments[i + 1])) == null) {
                throw new IllegalArgumentException("There is no setting " + arguments[i]);
            }
        }
        new SignallingBench(settings).run();
        System.exit(0);
    }

    private void run() throws Exception {
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-XX:+UseG1GC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BenchServer.class.getName())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var input =
                        new BufferedReader(
                                new InputStreamReader(
                                        server.getInputStream(), StandardCharsets.UTF_8));
                var output = server.getOutputStream();
                var clock = Executors.newScheduledThreadPool(1)) {
            int port = (int) answer(input, "port ");
            new SignallingBench(settings).warmUp(clock, port);
            long emptyHeap = heap(input, output);
            int peers = settings.getOrDefault("--peers", 0);
            System.out.printf(
                    "%d peers, %d joins/s, %d chats/s for %d s, %d processors%n",
                    peers,
                    settings.get("--joins-per-second"),
                    settings.get("--chats-per-second"),
                    settings.get("--seconds"),
                    Runtime.getRuntime().availableProcessors());
            Duration before = cpu(server);
            storm(clock, port, peers);
            System.out.printf(
                    "join:   %s; %d of %d joined, %.1f s of processor time%n",
                    joins.summary(), joined.get(), peers, seconds(cpu(server).minus(before)));
            long heap = heap(input, output) - emptyHeap;
            System.out.printf("memory: %d KB of heap a peer%n", heap / 1024 / peers);
            WebSocket speaker = speaker(port);
            talk(clock, speaker, CHAT_WARM_UP_SECONDS);
            chats.clear();
            before = cpu(server);
            long sent = talk(clock, speaker, settings.getOrDefault("--seconds", 1));
            long expected = sent * joined.get();
            System.out.printf(
                    "chat:   %s; %d of %d deliveries, %.1f s of processor time%n",
                    chats.summary(), chats.total(), expected, seconds(cpu(server).minus(before)));
            System.out.printf("lost sockets: %d%n", lost.get());
        } finally {
            server.destroy();
        }
    }

    private void warmUp(ScheduledExecutorService clock, int port) throws Exception {
        storm(clock, port, settings.getOrDefault("--warm-up", 0));
        for (Clients each : clients) {
            each.vertx
                    .close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        Thread.sleep(2_000); // they are gone from the room
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Duration cpu(Process server) {
        return server.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static long heap(BufferedReader input, OutputStream output) throws IOException {
        output.write("heap\n".getBytes(StandardCharsets.UTF_8));
        output.flush();
        return answer(input, "heap ");
    }

    /// Passes over what is logged.
    private static long answer(BufferedReader input, String prefix) throws IOException {
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (line.startsWith(prefix)) {
                return Long.parseLong(line.substring(prefix.length()));
            }
        }
        throw new IOException("The server ended");
    }

    private void storm(ScheduledExecutorService clock, int port, int peers) throws Exception {
        long interval =
                TimeUnit.SECONDS.toNanos(1) / settings.getOrDefault("--joins-per-second", 1);
        var next = new AtomicInteger();
        var storm =
                clock.scheduleAtFixedRate(
                        () -> {
                            int number = next.getAndIncrement();
                            if (number < peers) {
                                join(clients.get(number % clients.size()), port, "peer" + number);
                            }
                        },
                        0,
                        interval,
                        TimeUnit.NANOSECONDS);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (joined.get() + lost.get() < peers && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        storm.cancel(false);
    }

    private static WebSocketConnectOptions address(int port, String peer) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(
                        "/ws?protocol_version=2.5&peer=%s&token=%s/%s/hls-viewer"
                                .formatted(peer, TestServer.ROOM, peer));
    }

    /// What the server says first may come with its answer to the handshake: the handlers are there
    /// before.
    private void join(Clients loop, int port, String peer) {
        long start = System.nanoTime();
        ClientWebSocket socket = loop.client.webSocket();
        socket.textMessageHandler(text -> onText(socket, text, start));
        socket.closeHandler(_ -> lost.incrementAndGet());
        socket.connect(address(port, peer))
                .onFailure(_ -> lost.incrementAndGet())
                .onSuccess(_ -> loop.ping(socket));
    }

    private void onText(WebSocket socket, String text, long start) {
        int mark = text.indexOf(MARK);
        if (mark >= 0) {
            int from = mark + MARK.length();
            chats.add(
                    System.nanoTime()
                            - Long.parseLong(text.substring(from, text.indexOf('"', from))));
        } else if (text.contains("on-policy-change")) {
            socket.writeTextMessage(
                    "{\"method\":\"join\",\"params\":{\"name\":\"Somebody\"},\"id\":\"j\"}");
        } else if (text.contains("sfu_node_id")) {
            joins.add(System.nanoTime() - start);
            joined.incrementAndGet();
        }
    }

    private WebSocket speaker(int port) throws Exception {
        WebSocket speaker =
                clients.getFirst()
                        .client
                        .connect(address(port, "speaker"))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        speaker.writeTextMessage(
                "{\"method\":\"join\",\"params\":{\"name\":\"Speaker\"},\"id\":\"j\"}");
        return speaker;
    }

    /// @return messages sent
    private long talk(ScheduledExecutorService clock, WebSocket speaker, int seconds)
            throws Exception {
        var sent = new AtomicLong();
        var talking =
                clock.scheduleAtFixedRate(
                        () -> {
                            sent.incrementAndGet();
                            speaker.writeTextMessage(
                                    "{\"method\":\"broadcast\",\"params\":{\"info\":{\"message\":\"at "
                                            + System.nanoTime()
                                            + "\"}},\"id\":\"m\"}");
                        },
                        0,
                        1_000_000 / settings.getOrDefault("--chats-per-second", 1),
                        TimeUnit.MICROSECONDS);
        Thread.sleep(Duration.ofSeconds(seconds));
        talking.cancel(false);
        long last = -1;
        while (chats.total() != last) {
            last = chats.total();
            Thread.sleep(1000);
        }
        return sent.get();
    }
}
