package io.rostra.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bad input and slow clients over real connections.
@Timeout(60)
final class EngineServerTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final CompletableFuture<EngineSession> opened = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private EngineServer engine;
    private String base;

    @BeforeEach
    void start() {
        EngineOptions options =
                EngineOptions.defaults()
                        .withCors(Cors.any())
                        .withLimits(1_000, 20_000, 3)
                        .withHeartbeat(Duration.ofSeconds(10), Duration.ofSeconds(10));
        engine = new EngineServer(vertx, options, this::open);
        int port = LocalServer.start(vertx, router -> engine.mount(router, "/engine.io"));
        base = "://127.0.0.1:" + port + "/engine.io/?EIO=4&transport=";
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        vertx.close().await();
    }

    private EngineListener open(EngineSession session) {
        opened.complete(session);
        return new EngineListener() {
            @Override
            public void onText(String message) {
                session.send(OutboundMessage.text(message));
            }

            @Override
            public void onBinary(byte[] message) {
                session.send(OutboundMessage.binary(message));
            }

            @Override
            public void onClose(CloseReason reason) {
                closed.complete(reason);
            }
        };
    }

    private HttpResponse<String> get(String rest) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http" + base + rest))
                        .header("Origin", "https://example.org")
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String rest, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http" + base + rest))
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private String openPolling() throws Exception {
        String body = get("polling").body();
        return body.substring(body.indexOf("sid\":\"") + 6, body.indexOf("\",\"upgrades"));
    }

    @Test
    void errorsHaveTheProtocolsCodes() throws Exception {
        assertThat(get("carrier-pigeon").body()).contains("\"code\":0");
        HttpResponse<String> unknown = get("polling&sid=nobody");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("\"code\":1");
        assertThat(post("polling", "4x").body()).contains("\"code\":2");
        assertThat(get("websocket").body()).contains("\"code\":3");
        assertThat(post("polling&sid=nobody", "4x").body()).contains("\"code\":1");
    }

    @Test
    void otherOriginsMayPollWhenAllowed() throws Exception {
        assertThat(get("polling").headers().firstValue("access-control-allow-origin"))
                .contains("*");
    }

    @Test
    void sessionsAreLimited() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(get("polling").statusCode()).isEqualTo(200);
        }
        assertThat(get("polling").statusCode()).isEqualTo(503);
    }

    @Test
    void largeBodiesAreRefusedAndTheSessionGoesOn() throws Exception {
        String sid = openPolling();
        try {
            assertThat(post("polling&sid=" + sid, "4" + "x".repeat(5_000)).statusCode())
                    .isEqualTo(413);
        } catch (java.io.IOException cutWhileSending) {
            assertThat(cutWhileSending).isNotNull();
        }
        assertThat(post("polling&sid=" + sid, "4small").body()).isEqualTo("ok");
        assertThat(get("polling&sid=" + sid).body()).isEqualTo("4small");
    }

    @Test
    void largeWebSocketMessagesEndTheSession() throws Exception {
        WebSocket socket = connect(new Reader());
        socket.sendText("4" + "x".repeat(5_000), true);
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.TRANSPORT_ERROR);
        assertThat(engine.sessionCount()).isZero();
    }

    @Test
    void aClientThatDoesNotReadIsClosed() throws Exception {
        Reader reader = new Reader();
        reader.demand = false;
        connect(reader);
        EngineSession session = opened.get(10, TimeUnit.SECONDS);
        OutboundMessage large = OutboundMessage.binary(new byte[15_000]);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!closed.isDone() && System.nanoTime() < deadline) {
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            engine.loop().run(() -> sent.complete(session.send(large)));
            sent.get(10, TimeUnit.SECONDS);
        }
        assertThat(closed.get(1, TimeUnit.SECONDS)).isEqualTo(CloseReason.SLOW_CLIENT);
        assertThat(engine.sessionCount()).isZero();
    }

    @Test
    void closingTheServerClosesItsClients() throws Exception {
        Reader reader = new Reader();
        connect(reader);
        opened.get(10, TimeUnit.SECONDS);
        engine.close();
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
        assertThat(reader.code.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
        assertThat(get("polling").statusCode()).isEqualTo(503);
    }

    private WebSocket connect(Reader reader) {
        return http.newWebSocketBuilder()
                .buildAsync(URI.create("ws" + base + "websocket"), reader)
                .join();
    }

    private static final class Reader implements WebSocket.Listener {
        final CompletableFuture<Integer> code = new CompletableFuture<>();
        boolean demand = true;

        @Override
        public void onOpen(WebSocket socket) {
            if (demand) {
                socket.request(1);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            code.complete(status);
            return CompletableFuture.completedFuture(null);
        }
    }
}
