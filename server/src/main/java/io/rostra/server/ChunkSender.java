package io.rostra.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// As much of a Socket.IO client as sends media: `40` enters the namespace, `42` is an event,
/// `451-` one with an attachment, which follows as a binary frame (Socket.IO protocol 5).
final class ChunkSender implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private ChunkSender(HttpClient http, URI address) throws IOException, InterruptedException {
        try {
            socket = http.newWebSocketBuilder().buildAsync(address, new Receiver()).get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "no server answers at " + address.getHost() + ":" + address.getPort(), e);
        }
    }

    /// @param server such as `http://localhost:8080`
    static ChunkSender connect(HttpClient http, String server, String token, String name)
            throws IOException, InterruptedException {
        String address = server.replaceFirst("^http", "ws");
        var sender =
                new ChunkSender(
                        http, URI.create(address + "/socket.io/?EIO=4&transport=websocket"));
        sender.await("0");
        sender.text("40{\"token\":\"" + token + "\",\"name\":\"" + name + "\"}");
        sender.await("40");
        return sender;
    }

    void join(String roomId) throws IOException, InterruptedException {
        text("420[\"join-room\",\"" + roomId + "\"]");
        String answer = await("430");
        if (answer.contains("\"error\"")) {
            throw new IOException("it is not let in: " + answer);
        }
    }

    /// @param first whether a recording begins with it
    void send(byte[] chunk, boolean first) throws IOException {
        if (closed.isDone()) {
            throw new IOException("the server has closed the connection");
        }
        text(
                "451-[\"media\",{\"_placeholder\":true,\"num\":0},{\"init\":"
                        + first
                        + ",\"type\":\"video/mp4\"}]");
        sent(socket.sendBinary(ByteBuffer.wrap(chunk), true));
    }

    private void text(String packet) throws IOException {
        sent(socket.sendText(packet, true));
    }

    private static void sent(CompletableFuture<WebSocket> sending) throws IOException {
        try {
            sending.join();
        } catch (CompletionException e) {
            throw new IOException("the connection broke", e);
        }
    }

    private String await(String prefix) throws IOException, InterruptedException {
        while (true) {
            String packet = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (packet == null || packet.startsWith("44")) {
                throw new IOException("it is not let in: " + packet);
            }
            if (packet.startsWith(prefix)) {
                return packet;
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                String packet = text.toString();
                text.setLength(0);
                if (packet.equals("2")) {
                    // Of Engine.IO: it wants to know whether we are there.
                    from.sendText("3", true);
                } else if (!packet.startsWith("42") && !packet.startsWith("45")) {
                    received.add(packet);
                }
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(null);
        }
    }
}
