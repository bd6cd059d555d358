package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real process: told to stop, by its operator and by signals; what it logs; whom it lets in.
@Timeout(180)
class DrainTest {

    private static final String ROLE = "broadcaster";

    @TempDir Path folder;

    /// A backend that takes webhooks, at once or never.
    private static final class Backend implements AutoCloseable {
        final List<String> bodies = new CopyOnWriteArrayList<>();
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        private final HttpServer http;

        Backend(boolean silent) throws Exception {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext(
                    "/",
                    exchange -> {
                        byte[] body = exchange.getRequestBody().readAllBytes();
                        bodies.add(new String(body, StandardCharsets.UTF_8));
                        asked.countDown();
                        try {
                            if (silent) {
                                released.await();
                            }
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                        exchange.sendResponseHeaders(200, -1);
                        exchange.close();
                    });
            http.start();
        }

        String target() {
            return "{\"url\":\"http://127.0.0.1:" + http.getAddress().getPort() + "/\"}";
        }

        @Override
        public void close() {
            released.countDown();
            http.stop(0);
        }
    }

    @Test
    void theOperatorMayHaveItTakeNobodyNew() throws Exception {
        try (var server = ServerProcess.start(folder, Map.of())) {
            String room = server.firstRoom();
            String token = server.appToken(room, ROLE);
            var heard = new CopyOnWriteArrayList<String>();
            var socket = server.join(token, "ann", heard);
            assertThat(server.call("GET", "/readyz", "").statusCode()).isEqualTo(200);

            assertThat(server.json("POST", "/v2/drain", "").path("draining").asBoolean()).isTrue();

            assertThat(server.call("GET", "/readyz", "").statusCode()).isEqualTo(503);
            assertThat(server.call("GET", "/healthz", "").statusCode()).isEqualTo(200);
            var refused = server.call("POST", "/v2/rooms", "{}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("about to stop");
            var newcomer = server.send("GET", "/init?peer_id=bob", "", token);
            assertThat(newcomer.statusCode()).isEqualTo(503);
            assertThat(newcomer.body()).contains("about to stop");
            // Who is in the room may come back, and has heard of it.
            assertThat(server.send("GET", "/init?peer_id=ann", "", token).statusCode())
                    .isEqualTo(200);
            ServerProcess.until(
                    () -> heard.stream().anyMatch(each -> each.contains("server-stopping")));

            assertThat(server.json("DELETE", "/v2/drain", "").path("draining").asBoolean())
                    .isFalse();
            assertThat(server.call("GET", "/readyz", "").statusCode()).isEqualTo(200);
            assertThat(server.send("GET", "/init?peer_id=bob", "", token).statusCode())
                    .isEqualTo(200);
            socket.abort();
        }
    }

    @Test
    void backendsAreToldBeforeItEnds() throws Exception {
        try (var backend = new Backend(false);
                var server = ServerProcess.start(folder, Map.of())) {
            server.json("POST", "/v2/webhook", backend.target());
            var heard = new CopyOnWriteArrayList<String>();
            server.join(server.appToken(server.firstRoom(), ROLE), "ann", heard);

            server.terminate();

            assertThat(server.exitValue()).isZero();
            assertThat(String.join("\n", backend.bodies))
                    .contains("session.open.success")
                    .contains("peer.join.success")
                    .contains("peer.leave.success")
                    .contains("session.close.success");
            ServerProcess.until(
                    () -> heard.stream().anyMatch(each -> each.contains("server-stopping")));
            assertThat(server.lines()).noneMatch(line -> line.contains("Exception"));
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        try (var backend = new Backend(true);
                var server = ServerProcess.start(folder, Map.of("ROSTRA_DRAIN_SECONDS", "600"))) {
            server.json("POST", "/v2/webhook", backend.target());
            server.join(
                    server.appToken(server.firstRoom(), ROLE), "ann", new CopyOnWriteArrayList<>());
            assertThat(backend.asked.await(60, TimeUnit.SECONDS)).isTrue();

            server.terminate();
            ServerProcess.until(
                    () -> server.lines().stream().anyMatch(line -> line.contains("Stopping")));
            assertThat(server.process().isAlive()).isTrue();
            server.terminate();

            assertThat(server.exitValue()).isEqualTo(128 + 15);
        }
    }

    @Test
    void itEndsInTimeWhoeverDoesNotAnswer() throws Exception {
        try (var backend = new Backend(true);
                var server = ServerProcess.start(folder, Map.of("ROSTRA_DRAIN_SECONDS", "6"))) {
            server.json("POST", "/v2/webhook", backend.target());
            server.join(
                    server.appToken(server.firstRoom(), ROLE), "ann", new CopyOnWriteArrayList<>());
            assertThat(backend.asked.await(60, TimeUnit.SECONDS)).isTrue();

            server.terminate();

            assertThat(server.exitValue()).isZero();
        }
    }

    @Test
    void aRoomTakesAsManyPeersAsItsSize() throws Exception {
        try (var server = ServerProcess.start(folder, Map.of())) {
            String room =
                    server.json("POST", "/v2/rooms", "{\"name\":\"small\",\"size\":1}")
                            .path("id")
                            .asText();
            String token = server.appToken(room, ROLE);
            server.join(token, "ann", new CopyOnWriteArrayList<>());
            var heard = new CopyOnWriteArrayList<String>();
            server.connect(token, "bob", heard);
            ServerProcess.until(() -> heard.stream().anyMatch(each -> each.contains("full")));
        }
    }

    @Test
    void theLogNamesRoomPeerAndSessionButNoToken() throws Exception {
        try (var server = ServerProcess.start(folder, Map.of("ROSTRA_LOG_FORMAT", "json"))) {
            String room = server.firstRoom();
            String token = server.appToken(room, ROLE);
            var socket = server.join(token, "ann", new CopyOnWriteArrayList<>());
            server.send("GET", "/init?peer_id=eve", "", server.appToken(room, "nobody"));
            server.send("GET", "/init?peer_id=eve", "", token + "x");
            socket.sendText("this is no message", true).get();
            socket.abort();
            ServerProcess.until(() -> logged(server, "was not let into").isObject());
            ServerProcess.until(() -> logged(server, "bad message").isObject());

            JsonNode joined = logged(server, "joined room");
            assertThat(joined.path("room_id").asText()).isEqualTo(room);
            assertThat(joined.path("peer_id").asText()).isEqualTo("ann");
            assertThat(joined.path("session_id").asText()).matches("[0-9a-f]{24}");
            assertThat(logged(server, "was not let into").path("peer_id").asText())
                    .isEqualTo("eve");

            server.terminate();
            assertThat(server.exitValue()).isZero();
            String all = String.join("\n", server.lines());
            assertThat(all).doesNotContain("eyJ", token.substring(token.lastIndexOf('.') + 1));
        }
    }

    private static JsonNode logged(ServerProcess server, String text) {
        for (String line : server.lines()) {
            if (line.startsWith("{") && line.contains(text)) {
                try {
                    return new ObjectMapper().readTree(line);
                } catch (java.io.IOException e) {
                    throw new AssertionError(line, e);
                }
            }
        }
        return new ObjectMapper().createArrayNode();
    }
}
