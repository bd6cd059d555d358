package io.rostra.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client on a real WebSocket.
final class TestClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final List<JsonNode> passedOver = new ArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    TestClient(TestServer server, String peerId, String token) throws Exception {
        this(
                "ws://"
                        + server.authority()
                        + "/ws?peer="
                        + URLEncoder.encode(peerId, StandardCharsets.UTF_8)
                        + "&token="
                        + URLEncoder.encode(token, StandardCharsets.UTF_8)
                        + "&protocol_version=2.5");
    }

    TestClient(String url) throws Exception {
        socket =
                HTTP.newWebSocketBuilder()
                        .buildAsync(URI.create(url), new Receiver())
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    received.add(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    closed.completeExceptionally(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(1006);
        }
    }

    TestClient send(String text) throws Exception {
        socket.sendText(text, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    TestClient sendBinary(byte[] bytes) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    TestClient join(String name) throws Exception {
        next("on-policy-change");
        send(
                """
                {"method":"join","params":{"name":"%s"},"id":"j","jsonrpc":"2.0"}\
                """
                        .formatted(name));
        next("result");
        next("peer-list");
        return this;
    }

    /// The next notification of this method (its params), `result` or `error`, passing over others.
    JsonNode next(String name) throws Exception {
        for (JsonNode message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                message != null;
                message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            if (message.path("method").asText().equals(name)) {
                return message.path("params");
            }
            if (message.has(name)) {
                return message.path(name);
            }
            passedOver.add(message);
        }
        String others = passedOver.toString();
        throw new AssertionError(
                "No "
                        + name
                        + " came, only "
                        + others.substring(0, Math.min(2000, others.length())));
    }

    /// Asserts that nothing of this method has come until a ping was answered.
    void assertNoneYet(String method) throws Exception {
        send("{\"method\":\"ping\",\"params\":{},\"id\":\"none\"}");
        passedOver.clear();
        next("result");
        assertThat(passedOver).noneMatch(m -> m.path("method").asText().equals(method));
    }

    int awaitClose() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean open() {
        return !closed.isDone();
    }

    void close(int code) throws Exception {
        socket.sendClose(code, "").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Ends the TCP connection without a close frame.
    void drop() {
        socket.abort();
    }

    /// Stops reading from the connection.
    WebSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
