package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rostra.signalling.Signalling;
import io.rostra.socketio.SocketIoOptions;
import io.rostra.socketio.SocketIoServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Socket.IO on the server's own port.
class SocketIoRoomsTest {

    private static final String FOREIGN = "http://elsewhere.example";
    private static final String NOBODY = "{}";

    @TempDir Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private ServerConfig config(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("ROSTRA_PORT", "0");
        environment.put("ROSTRA_MEDIA_PORT", "0");
        environment.put("ROSTRA_DATA_DIR", folder.resolve("data").toString());
        environment.put("ROSTRA_WEB_ROOT", folder.resolve("web").toString());
        environment.putAll(more);
        return ServerConfig.from(Settings.ofEnvironment(environment), folder);
    }

    private Server start(Map<String, String> more) throws StartException {
        return Server.start(config(more));
    }

    /// A new platform room.
    private String room(Server server) throws Exception {
        String management = TokenCommand.token(new String[] {"management"}, config(Map.of()));
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://localhost:" + server.port() + "/v2/rooms"))
                                .header("Authorization", "Bearer " + management)
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());
        String id = new ObjectMapper().readTree(answer.body()).path("id").asText();
        assertThat(id).matches("[0-9a-f]{24}");
        return id;
    }

    private String auth(String room, String role, String name) {
        String token =
                TokenCommand.token(
                        new String[] {"app", room, role, "user-" + name}, config(Map.of()));
        return "{\"token\":\"%s\",\"name\":\"%s\"}".formatted(token, name);
    }

    @Test
    void whoeverSitsAtThisMachineHasRoomsWithoutAToken() throws Exception {
        try (Server server = start(Map.of());
                var ada = new SocketIoClient(server.port(), NOBODY);
                var bo = new SocketIoClient(server.port(), NOBODY, "Origin", "http://localhost")) {
            ada.emit("create-room");
            String room = ada.next("room-created").path(1).asText();

            assertThat(bo.ask("join-room", "\"" + room + "\"").path("users").toString())
                    .contains(ada.id(), bo.id());
            assertThat(ada.next("user-joined").path(1).asText()).isEqualTo(bo.id());

            byte[] chunk = "a chunk".getBytes(StandardCharsets.UTF_8);
            ada.emitMedia(chunk, "{\"init\":true}");
            JsonNode media = bo.next("media");
            assertThat(media.path(2).asText()).isEqualTo(ada.id());
            assertThat(media.path(3).path("init").asBoolean()).isTrue();
            assertThat(bo.nextAttachment()).isEqualTo(chunk);

            bo.emit("message", "{\"anything\":[1]}");
            assertThat(ada.next("message").path(1).path("anything").path(0).asInt()).isEqualTo(1);
        }
    }

    @Test
    void nobodyElseDoesAndIsToldWhyAndWhatToDo() throws Exception {
        try (Server server = start(Map.of())) {
            String[][] strangers = {
                {"Origin", FOREIGN},
                {"X-Forwarded-For", "192.0.2.1"},
                {"Origin", FOREIGN, "rostra-local", "true"},
                {"X-Forwarded-For", "192.0.2.1", "rostra-local", "true"}
            };
            for (String[] headers : strangers) {
                try (var stranger = new SocketIoClient(server.port(), NOBODY, headers)) {
                    stranger.emit("create-room");
                    JsonNode error = stranger.next("room-error").path(1);
                    assertThat(error.path("code").asText()).isEqualTo("token-required");
                    assertThat(error.path("message").asText()).contains("socketio-rooms: open");
                    assertThat(code(stranger.ask("join-room", "\"any\"")))
                            .isEqualTo("token-required");
                }
            }
        }
    }

    @Test
    void roomsWithoutATokenCanBeOpenedToAllAndClosedToAll() throws Exception {
        try (Server server = start(Map.of("ROSTRA_SOCKETIO_ROOMS", "open"));
                var stranger = new SocketIoClient(server.port(), NOBODY, "Origin", FOREIGN)) {
            assertThat(stranger.ask("create-room").isTextual()).isTrue();
        }
        for (Map<String, String> closed :
                List.of(
                        Map.of("ROSTRA_SOCKETIO_ROOMS", "off"),
                        Map.of("ROSTRA_PUBLIC_URL", "https://live.example.org"))) {
            try (Server server = start(closed);
                    var local = new SocketIoClient(server.port(), NOBODY)) {
                assertThat(code(local.ask("create-room"))).isEqualTo("token-required");
                String room = room(server);
                try (var member =
                        new SocketIoClient(server.port(), auth(room, "broadcaster", "Ada"))) {
                    assertThat(member.ask("join-room", "\"" + room + "\"").path("room").asText())
                            .isEqualTo(room);
                }
            }
        }
    }

    private static String code(JsonNode answer) {
        return answer.path("error").path("code").asText();
    }

    @Test
    void aTokenOpensItsPlatformRoomAndNoOther() throws Exception {
        try (Server server = start(Map.of())) {
            String room = room(server);
            try (var ada = new SocketIoClient(server.port(), auth(room, "broadcaster", "Ada"));
                    var bo = new SocketIoClient(server.port(), auth(room, "hls-viewer", "Bo"));
                    var nobody = new SocketIoClient(server.port(), NOBODY)) {
                assertThat(code(nobody.ask("join-room", "\"" + room + "\"")))
                        .isEqualTo("token-required");
                String other = nobody.ask("create-room").asText();
                assertThat(code(ada.ask("join-room", "\"" + other + "\""))).isEqualTo("wrong-room");

                ada.emit("create-room");
                assertThat(ada.next("room-created").path(1).asText()).isEqualTo(room);
                assertThat(ada.ask("create-room").asText()).as("once more").isEqualTo(room);
                ada.assertNone("room-error");

                JsonNode entry = bo.ask("join-room", "\"" + room + "\"");
                assertThat(entry.path("role").asText()).isEqualTo("hls-viewer");
                assertThat(entry.path("users").get(0).asText()).isEqualTo(ada.id());
                assertThat(entry.path("users").get(1).asText()).isEqualTo(bo.id());
                JsonNode details = entry.path("peers").path(ada.id());
                assertThat(details.path("name").asText()).isEqualTo("Ada");
                assertThat(details.path("userId").asText()).isEqualTo("user-Ada");
                assertThat(entry.path("live").path("running").asBoolean(true)).isFalse();

                JsonNode joined = ada.next("user-joined");
                assertThat(joined.path(1).asText()).isEqualTo(bo.id());
                assertThat(joined.path(2).path("name").asText()).isEqualTo("Bo");
                assertThat(joined.path(2).path("role").asText()).isEqualTo("hls-viewer");
            }
        }
    }

    @Test
    void membersOfAPlatformRoomChat() throws Exception {
        try (Server server = start(Map.of())) {
            String room = room(server);
            try (var ada = new SocketIoClient(server.port(), auth(room, "broadcaster", "Ada"));
                    var bo = new SocketIoClient(server.port(), auth(room, "hls-viewer", "Bo"));
                    var cy = new SocketIoClient(server.port(), auth(room, "hls-viewer", "Cy"))) {
                for (var client : new SocketIoClient[] {ada, bo, cy}) {
                    client.ask("join-room", "\"" + room + "\"");
                }
                JsonNode sent = bo.ask("message", "\"to all\"");
                assertThat(sent.path("id").asText()).isNotEmpty();
                for (var client : new SocketIoClient[] {ada, cy}) {
                    JsonNode message = client.next("message");
                    assertThat(message.path(1).asText()).isEqualTo("to all");
                    assertThat(message.path(2).asText()).isEqualTo(bo.id());
                    assertThat(message.path(3).path("id")).isEqualTo(sent.path("id"));
                    assertThat(message.path(3).path("name").asText()).isEqualTo("Bo");
                }
                bo.assertNone("message");

                ada.ask("message", "\"to one\"", "{\"to\":\"" + cy.id() + "\"}");
                JsonNode direct = cy.next("message");
                assertThat(direct.path(1).asText()).isEqualTo("to one");
                assertThat(direct.path(3).path("direct").asBoolean()).isTrue();
                bo.assertNone("message");

                ada.ask("message", "\"to a role\"", "{\"roles\":[\"hls-viewer\"]}");
                assertThat(cy.next("message").path(1).asText()).isEqualTo("to a role");
                assertThat(bo.next("message").path(3).path("roles").path(0).asText())
                        .isEqualTo("hls-viewer");

                bo.ask("message", "{\"x\":1}");
                assertThat(ada.next("message").path(1).asText()).isEqualTo("{\"x\":1}");

                assertThat(code(ada.ask("message", "\"x\"", "{\"to\":\"nobody\"}")))
                        .isEqualTo("not-found");
                assertThat(code(ada.ask("message", "\"x\"", "{\"to\":5}")))
                        .isEqualTo("bad-request");
                assertThat(code(ada.ask("message", "\"x\"", "{\"roles\":\"a\"}")))
                        .isEqualTo("bad-request");
                assertThat(code(ada.ask("message", "\"x\"", "7"))).isEqualTo("bad-request");
                assertThat(code(ada.ask("message", "\"" + "x".repeat(70_000) + "\"")))
                        .isEqualTo("too-large");
            }
        }
    }

    @Test
    void theRoleDecidesWhoSendsMediaAndWhoGetsIt() throws Exception {
        try (Server server = start(Map.of())) {
            String room = room(server);
            try (var ada = new SocketIoClient(server.port(), auth(room, "broadcaster", "Ada"));
                    var bo = new SocketIoClient(server.port(), auth(room, "broadcaster", "Bo"));
                    var vera =
                            new SocketIoClient(server.port(), auth(room, "hls-viewer", "Vera"))) {
                for (var client : new SocketIoClient[] {ada, vera}) {
                    client.ask("join-room", "\"" + room + "\"");
                }
                vera.emitMedia(new byte[] {1}, "{}");
                assertThat(vera.next("room-error").path(1).path("code").asText())
                        .isEqualTo("forbidden");

                ada.emitMedia(new byte[] {2}, "{\"init\":true}");
                ada.ask("room-users");
                bo.ask("join-room", "\"" + room + "\"");
                assertThat(bo.nextAttachment()).as("the beginning").containsExactly(2);
                ada.emitMedia(new byte[] {3}, "{\"key\":true}");
                assertThat(bo.nextAttachment()).containsExactly(3);
                vera.assertNone("media");
                ada.assertNone("media");
            }
        }
    }

    @Test
    void goingIsSeenAndAnEmptyRoomIsForgotten() throws Exception {
        try (Server server = start(Map.of())) {
            String room = room(server);
            try (var ada = new SocketIoClient(server.port(), auth(room, "broadcaster", "Ada"))) {
                ada.ask("join-room", "\"" + room + "\"");
                var bo = new SocketIoClient(server.port(), auth(room, "hls-viewer", "Bo"));
                bo.ask("join-room", "\"" + room + "\"");
                String boId = bo.id();
                bo.close();
                assertThat(ada.next("user-left").path(1).asText()).isEqualTo(boId);
                assertThat(ada.ask("room-users")).hasSize(1);
                assertThat(ada.ask("leave-room").asBoolean()).isTrue();
                assertThat(code(ada.ask("message", "\"x\""))).isEqualTo("not-in-room");
                assertThat(ada.ask("join-room", "\"" + room + "\"").path("users")).hasSize(1);
            }
        }
    }

    @Test
    void badCredentialsAreRefusedByName() throws Exception {
        try (Server server = start(Map.of())) {
            String management = TokenCommand.token(new String[] {"management"}, config(Map.of()));
            String[][] cases = {
                {"{\"token\":\"x.y.z\"}", "token-invalid"},
                {"{\"token\":5}", "token-invalid"},
                {"{\"token\":\"" + management + "\"}", "token-invalid"},
                {auth(room(server), "broadcaster", "x".repeat(200)), "bad-request"},
            };
            for (String[] each : cases) {
                try (var client = new SocketIoClient(server.port(), each[0])) {
                    assertThat(client.connected()).as(each[1]).isFalse();
                    assertThat(client.greeting().path("data").path("code").asText())
                            .isEqualTo(each[1]);
                    assertThat(client.greeting().path("message").asText()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void whoGoesOnAskingForWhatItCannotHaveLosesItsConnection() throws Exception {
        try (Server server = start(Map.of());
                var good = new SocketIoClient(server.port(), NOBODY);
                var flood = new SocketIoClient(server.port(), NOBODY)) {
            good.ask("create-room");
            for (int i = 0; i < 1000; i++) {
                flood.socket().sendText("42[\"join-room\",\"no\"]", true).exceptionally(_ -> null);
            }
            assertThat(flood.awaitClose()).isPositive();
            assertThat(good.ask("room-users")).hasSize(1);
        }
    }

    /// Both protocols share the HTTP server: neither may lend the other a larger limit.
    @Test
    void eachWebSocketKeepsItsOwnLimits() throws Exception {
        try (Server server = start(Map.of());
                var large = new SocketIoClient(server.port(), NOBODY)) {
            large.ask("create-room");
            byte[] most = new byte[900_000];
            large.emitMedia(most, "{}");
            assertThat(large.ask("room-users")).as("still there").hasSize(1);
            large.socket()
                    .sendText("42[\"message\",\"" + "x".repeat(1_000_000) + "\"]", true)
                    .exceptionally(_ -> null);
            assertThat(large.awaitClose()).isIn(1009, 1006);
        }
        Vertx vertx = Vertx.vertx();
        try {
            HttpServerOptions options =
                    new SocketIoServer(vertx, SocketIoOptions.defaults())
                            .configure(Signalling.configure(new HttpServerOptions()));
            assertThat(options.getMaxWebSocketMessageSize()).isEqualTo(1 << 20);
            assertThat(options.getMaxWebSocketFrameSize()).isEqualTo(1 << 20);
            assertThat(options.getPerMessageWebSocketCompressionSupported()).isFalse();
            assertThat(options.getPerFrameWebSocketCompressionSupported()).isFalse();
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void pagesOfOtherOriginsMayPoll() throws Exception {
        try (Server server = start(Map.of())) {
            URI url =
                    URI.create(
                            "http://localhost:"
                                    + server.port()
                                    + "/socket.io/?EIO=4&transport=polling");
            HttpResponse<String> open =
                    http.send(
                            HttpRequest.newBuilder(url).header("Origin", FOREIGN).build(),
                            BodyHandlers.ofString());
            assertThat(open.statusCode()).isEqualTo(200);
            assertThat(open.body()).startsWith("0{");
            assertThat(open.headers().firstValue("Access-Control-Allow-Origin")).contains("*");

            HttpResponse<String> wrong =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://localhost:"
                                                            + server.port()
                                                            + "/socket.io/?EIO=4&transport=polling&sid=none"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(wrong.statusCode()).isEqualTo(400);
        }
    }
}
