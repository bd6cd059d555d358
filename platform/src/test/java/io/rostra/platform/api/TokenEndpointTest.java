package io.rostra.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.platform.store.RoomChange;
import io.rostra.platform.token.AppToken;
import io.rostra.platform.token.JwtTokenVerifier;
import io.rostra.platform.token.TokenKeys;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {

    private static final String PATH = "/hmsapi/default/api/token";

    private static String body(ApiServer server) {
        return "{\"user_id\":\"1700000000000\",\"role\":\"broadcaster\",\"type\":\"app\",\"room_id\":\""
                + server.mainRoom().id()
                + "\"}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain;charset=UTF-8",
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "nonsense"
            })
    void givesATokenWhateverTheContentTypeSays(String contentType) throws Exception {
        try (var server = ApiServer.start(GuestPolicy.LOCAL)) {
            var reply =
                    server.anonymousPost(
                            PATH,
                            body(server),
                            "Content-Type",
                            contentType,
                            "Origin",
                            "http://localhost:3000");
            JsonNode granted = reply.json(200);

            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(granted.path("success").asBoolean()).isTrue();
            assertThat(granted.path("msg").asText()).isEqualTo("token generated successfully");
            assertThat(granted.path("api_version").asText()).isNotEmpty();
            AppToken token =
                    new JwtTokenVerifier(
                                    new TokenKeys(List.of(server.workspace())),
                                    InstantSource.system())
                            .verifyApp(granted.path("token").asText());
            assertThat(token.userId()).isEqualTo("1700000000000");
            assertThat(token.role()).isEqualTo("broadcaster");
            assertThat(token.roomId()).isEqualTo(server.mainRoom().id());
        }
    }

    @Test
    void aWorkspaceSaysWhomItServes() throws Exception {
        try (var server = ApiServer.start(GuestPolicy.OPEN)) {
            String rules = "/v2/workspace/token-endpoint";
            String good = body(server);
            String other =
                    server.post("/v2/rooms", "{\"name\":\"other\"}").json(200).path("id").asText();
            assertThat(server.get(rules).json(200).path("enabled").asBoolean()).isTrue();

            server.post(rules, "{\"enabled\":false}").json(200);
            assertThat(refusal(server.anonymousPost(PATH, good), 403)).contains("disabled");
            assertThat(server.get("/app/config", null).json(200).path("rooms")).isEmpty();

            server.post(rules, "{\"origins\":[\"https://app.example.org\"]}").json(200);
            assertThat(refusal(server.anonymousPost(PATH, good), 403)).contains("origin");
            assertThat(
                            refusal(
                                    server.anonymousPost(
                                            PATH, good, "Origin", "https://evil.example.org"),
                                    403))
                    .contains("origin");
            server.anonymousPost(PATH, good, "Origin", "https://app.example.org").json(200);

            server.post(rules, "{\"room_ids\":[\"" + other + "\"]}").json(200);
            assertThat(refusal(server.anonymousPost(PATH, good), 403)).contains("room_id");
            assertThat(server.get("/app/config", null).json(200).path("rooms")).hasSize(1);
            server.post(rules, "{\"roles\":[\"hls-viewer\"]}").json(200);
            assertThat(refusal(server.anonymousPost(PATH, good), 403)).contains("role");
            server.anonymousPost(PATH, good.replace("broadcaster", "hls-viewer")).json(200);

            server.post(rules, "{}").json(200);
            server.anonymousPost(PATH, good).json(200);
            assertThat(server.post(rules, "{\"origins\":[\"x\"]}").error(400))
                    .contains("origins[0]");
            assertThat(server.post(rules, "{\"room_ids\":[\"x\"]}").error(400))
                    .contains("room_ids[0]");
            assertThat(server.post(rules, "{\"rooms\":[]}").error(400)).contains("rooms");
        }
    }

    @Test
    void saysWhatIsWrongWithTheRequest() throws Exception {
        try (var server = ApiServer.start(GuestPolicy.OPEN)) {
            String good = body(server);
            String room = server.mainRoom().id();

            assertThat(refusal(server.anonymousPost(PATH, "{"), 400)).contains("JSON");
            assertThat(refusal(server.anonymousPost(PATH, "{}"), 400)).contains("room_id");
            assertThat(
                            refusal(
                                    server.anonymousPost(PATH, good.replace("broadcaster", "boss")),
                                    400))
                    .contains("role", "broadcaster", "hls-viewer");
            assertThat(refusal(server.anonymousPost(PATH, good.replace(room, "f".repeat(24))), 404))
                    .contains("room_id");
            assertThat(
                            refusal(
                                    server.anonymousPost(
                                            PATH, good.replace("app\"", "management\"")),
                                    400))
                    .contains("type");
            assertThat(
                            refusal(
                                    server.anonymousPost(
                                            PATH, good.replace("\"1700000000000\"", "7")),
                                    400))
                    .contains("user_id");
            assertThat(refusal(server.anonymousPost("/hmsapi/other/api/token", good), 404))
                    .contains("subdomain");

            server.rooms().update(server.workspace().id(), room, new RoomChange(null, null, false));
            assertThat(refusal(server.anonymousPost(PATH, good), 403)).contains("disabled");
        }
    }

    @Test
    void answersPreflights() {
        try (var server = ApiServer.start(GuestPolicy.LOCAL)) {
            HttpResponse<String> preflight = server.preflight(PATH);

            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=192.0.2.1",
                "X-Forwarded-For: 192.0.2.1",
                "X-Real-IP: 192.0.2.1",
                "Via: 1.1 proxy",
                "Origin: https://evil.example",
                "Origin: null",
                "Host: evil.example",
                "Host: localhost.evil.example",
                "Host: 127.0.0.1.evil.example:80"
            })
    void localMeansNeitherProxiesNorForeignNamesNorForeignPages(String header) throws Exception {
        try (var server = ApiServer.start(GuestPolicy.LOCAL)) {
            assertThat(raw(server, "HTTP/1.1", "X-Other: 1")).contains(" 200 ", "\"token\"");

            assertThat(raw(server, "HTTP/1.1", header))
                    .contains(" 403 ", "\"success\":false", "token-endpoint: open")
                    .doesNotContain("\"token\":");
        }
    }

    @Test
    void proxiesThatSpeakHttp10AreNotLocal() throws Exception {
        try (var server = ApiServer.start(GuestPolicy.LOCAL)) {
            assertThat(raw(server, "HTTP/1.0", "X-Other: 1")).contains(" 403 ");
        }
    }

    @Test
    void openAdmitsEverybodyAndOffNobody() throws Exception {
        try (var server = ApiServer.start(GuestPolicy.OPEN)) {
            assertThat(raw(server, "HTTP/1.1", "X-Forwarded-For: 192.0.2.1")).contains(" 200 ");
            assertThat(server.get("/app/config", null).json(200).path("guest_access").asBoolean())
                    .isTrue();
        }
        try (var server = ApiServer.start(GuestPolicy.OFF)) {
            assertThat(refusal(server.anonymousPost(PATH, body(server)), 403))
                    .startsWith("Generating token using the room_id and role is disabled.");
            JsonNode config = server.get("/app/config", null).json(200);
            assertThat(config.path("guest_access").asBoolean()).isFalse();
            assertThat(config.path("rooms")).isEmpty();
        }
    }

    @Test
    void tellsOurOwnWebAppWhatCanBeJoined() throws Exception {
        try (var server = ApiServer.start(GuestPolicy.LOCAL)) {
            JsonNode config = server.get("/app/config", null).json(200);

            assertThat(config.path("guest_access").asBoolean()).isTrue();
            assertThat(config.path("token_endpoint").asText()).isEqualTo("/hmsapi/default/");
            JsonNode room = config.path("rooms").path(0);
            assertThat(room.path("id").asText()).isEqualTo(server.mainRoom().id());
            assertThat(room.path("name").asText()).isEqualTo("Main Stage");
            assertThat(room.path("roles").toString()).isEqualTo("[\"broadcaster\",\"hls-viewer\"]");
        }
    }

    @Test
    void theRoomOfTheFirstStartHasALinkForEachRole() throws Exception {
        try (var server = ApiServer.start(GuestPolicy.LOCAL)) {
            JsonNode codes = codes(server);
            assertThat(codes.size()).isEqualTo(2);
            String code = codes.path("hls-viewer").asText();
            assertThat(server.anonymousPost("/v2/token", "{\"code\":\"" + code + "\"}").json(200))
                    .isNotEmpty();

            server.post("/v2/room-codes/code", "{\"code\":\"" + code + "\",\"enabled\":false}")
                    .json(200);
            assertThat(codes(server).has("hls-viewer")).as("a disabled code").isFalse();
            assertThat(codes(server).has("broadcaster")).isTrue();
        }
    }

    private static JsonNode codes(ApiServer server) {
        return server.get("/app/config", null).json(200).path("rooms").path(0).path("codes");
    }

    private static String refusal(ApiServer.Reply reply, int status) {
        JsonNode body = reply.json(status);
        assertThat(body.path("success").asBoolean(true)).isFalse();
        assertThat(body.has("token")).isFalse();
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("*");
        return body.path("msg").asText();
    }

    /// HTTP by hand: clients set Host and Origin by themselves.
    private static String raw(ApiServer server, String version, String header) throws IOException {
        String body = body(server);
        String host = header.startsWith("Host:") ? "" : "Host: localhost\r\n";
        try (var socket = new Socket("127.0.0.1", server.http().actualPort())) {
            socket.getOutputStream()
                    .write(
                            ("POST " + PATH + " " + version + "\r\n")
                                    .concat(host)
                                    .concat(header + "\r\nConnection: close\r\n")
                                    .concat("Content-Length: " + body.length() + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
