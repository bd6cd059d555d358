package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Speaks Socket.IO over a bare WebSocket, packet by packet.
final class SocketIoClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> attachments = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private final String answer;

    /// Opens a connection and asks for the main namespace.
    ///
    /// @param auth JSON
    SocketIoClient(int port, String auth, String... headers) throws Exception {
        WebSocket.Builder builder =
                HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS));
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket =
                builder.buildAsync(
                                URI.create(
                                        "ws://localhost:"
                                                + port
                                                + "/socket.io/?EIO=4&transport=websocket"),
                                new Receiver())
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        take("0");
        send("40" + auth);
        answer = take("4");
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                received.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            attachments.add(bytes);
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

    private String take(String prefix) throws InterruptedException {
        for (; ; ) {
            String next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("a packet that begins with %s", prefix).isNotNull();
            if (next.startsWith(prefix)) {
                return next;
            }
        }
    }

    boolean connected() {
        return answer.startsWith("40");
    }

    /// What CONNECT or CONNECT_ERROR said.
    JsonNode greeting() throws Exception {
        return JSON.readTree(answer.substring(2));
    }

    String id() throws Exception {
        return greeting().path("sid").asText();
    }

    void send(String packet) throws Exception {
        socket.sendText(packet, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Emits an event of these arguments, in JSON, and waits for its acknowledgement.
    JsonNode ask(String event, String... arguments) throws Exception {
        send("427" + array(event, arguments));
        return JSON.readTree(take("437").substring(3)).path(0);
    }

    void emit(String event, String... arguments) throws Exception {
        send("42" + array(event, arguments));
    }

    void emitMedia(byte[] chunk, String metadata) throws Exception {
        send("451-[\"media\",{\"_placeholder\":true,\"num\":0}," + metadata + "]");
        socket.sendBinary(ByteBuffer.wrap(chunk), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static String array(String event, String... arguments) {
        return "[\""
                + event
                + "\""
                + (arguments.length == 0 ? "" : ",")
                + String.join(",", arguments)
                + "]";
    }

    /// The arguments of the next event of a name, passing over others.
    JsonNode next(String event) throws Exception {
        for (; ; ) {
            String packet = take("4");
            int start = packet.indexOf('[');
            if (start < 0 || packet.startsWith("43")) {
                continue;
            }
            JsonNode array = JSON.readTree(packet.substring(start));
            if (array.path(0).asText().equals(event)) {
                return array;
            }
        }
    }

    byte[] nextAttachment() throws Exception {
        byte[] bytes = attachments.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(bytes).as("an attachment").isNotNull();
        return bytes;
    }

    /// Nothing of this event has come by the time something else was answered.
    void assertNone(String event) throws Exception {
        ask("room-users");
        assertThat(received).noneMatch(packet -> packet.contains("[\"" + event + "\""));
    }

    int awaitClose() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    WebSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
