package io.rostra.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that answer late, never, or that must ask by themselves.
@Timeout(60)
final class HeartbeatTest {
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final Duration TIMEOUT = Duration.ofMillis(900);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
    private EngineServer engine;
    private int port;

    @BeforeEach
    void start() {
        EngineOptions options =
                EngineOptions.defaults().withHeartbeat(INTERVAL, TIMEOUT).withVersion3(true);
        engine =
                new EngineServer(
                        vertx,
                        options,
                        _ ->
                                new EngineListener() {
                                    @Override
                                    public void onText(String message) {}

                                    @Override
                                    public void onBinary(byte[] message) {}

                                    @Override
                                    public void onClose(CloseReason reason) {
                                        closed.add(reason);
                                    }
                                });
        port = LocalServer.start(vertx, router -> engine.mount(router, "/engine.io"));
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        vertx.close().await();
    }

    private HttpRequest.Builder request(String rest) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/engine.io/?transport=polling&" + rest));
    }

    private String get(String rest) throws Exception {
        return http.send(request(rest).build(), BodyHandlers.ofString()).body();
    }

    private static String sid(String open) {
        return open.substring(open.indexOf("sid\":\"") + 6, open.indexOf("\",\"upgrades"));
    }

    /// The server was busy when the pong came; that is not the client's fault.
    @Test
    void aPongThatWaitedForABusyServerCounts() throws Exception {
        String sid = sid(get("EIO=4"));
        assertThat(get("EIO=4&sid=" + sid)).isEqualTo("2");
        CompletableFuture<HttpResponse<String>> pong = new CompletableFuture<>();
        CompletableFuture<Void> busy = new CompletableFuture<>();
        engine.loop()
                .run(() -> {
                    http.sendAsync(
                                    request("EIO=4&sid=" + sid)
                                            .POST(BodyPublishers.ofString("3"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .thenAccept(pong::complete);
                    sleep(TIMEOUT.plusMillis(300));
                    busy.complete(null);
                });
        busy.get(10, TimeUnit.SECONDS);
        assertThat(pong.get(10, TimeUnit.SECONDS).body()).isEqualTo("ok");
        assertThat(get("EIO=4&sid=" + sid)).as("the next ping").isEqualTo("2");
    }

    @SuppressWarnings("ThreadSleep")
    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aPollingClientThatNeverComesBackIsForgotten() throws Exception {
        get("EIO=4");
        assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.PING_TIMEOUT);
        assertThat(engine.sessionCount()).isZero();
    }

    @Test
    void aWebSocketThatOnlyListensIsClosed() throws Exception {
        try (var socket = new RawWebSocket(port, "/engine.io/?EIO=4&transport=websocket")) {
            assertThat(socket.readClose()).isEqualTo(1000);
            assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.PING_TIMEOUT);
        }
    }

    @Test
    void clientsOfVersion3PingByThemselves() throws Exception {
        try (var socket = new RawWebSocket(port, "/engine.io/?EIO=3&transport=websocket")) {
            assertThat(socket.read().text()).startsWith("0{");
            for (int i = 0; i < 3; i++) {
                sleep(TIMEOUT);
                socket.text("2hello");
                assertThat(socket.read().text()).isEqualTo("3hello");
            }
            assertThat(closed).isEmpty();
            // Longer than interval and timeout together.
            assertThat(socket.readClose()).isEqualTo(1000);
            assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.PING_TIMEOUT);
        }
    }
}
