package io.rostra.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rostra.signalling.session.SessionConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitTest {

    private static final String VIEWER = TestServer.ROOM + "/u1/hls-viewer";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private TestServer server;

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HttpResponse<String> init(String token, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create("http://" + server.authority() + "/init?peer_id=ada"));
        request.header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode body(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void tellsWhereTheSocketIs() throws Exception {
        server = new TestServer();
        HttpResponse<String> response = init(VIEWER);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(body(response))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"endpoint":"ws://%s/ws","rtcConfiguration":{"ice_servers":[]},
                                         "config":{"enabledFlags":["nonWebRTCDisableOffer"]}}\
                                        """
                                                .formatted(server.authority())));
    }

    @Test
    void believesTheProxyInFrontOfIt() throws Exception {
        server = new TestServer();
        HttpResponse<String> response =
                init(
                        VIEWER,
                        "X-Forwarded-Proto",
                        "https",
                        "X-Forwarded-Host",
                        "live.example.org, inner");
        assertThat(body(response).path("endpoint").asText()).isEqualTo("wss://live.example.org/ws");
        assertThat(init(VIEWER, "X-Forwarded-Host", "a\"b").statusCode()).isEqualTo(400);
    }

    @Test
    void publicUrlWinsOverTheRequest() throws Exception {
        server =
                new TestServer(
                        new SignallingConfig(
                                URI.create("https://live.example.org:8443"),
                                List.of(),
                                SessionConfig.DEFAULT));
        assertThat(body(init(VIEWER)).path("endpoint").asText())
                .isEqualTo("wss://live.example.org:8443/ws");
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, 401",
        "expired/room1/u1/hls-viewer, 401",
        "nowhere/u1/hls-viewer, 400",
        "room2/u1/hls-viewer, 403",
        "room3/u1/hls-viewer, 400",
        "room1/u1/king, 403"
    })
    void refusesInWordsThatThePageCanRead(String token, int code) throws Exception {
        server = new TestServer();
        HttpResponse<String> response = init(token);
        assertThat(response.statusCode()).isEqualTo(code);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(body(response).path("code").asInt()).isEqualTo(code);
        assertThat(body(response).path("message").asText()).isNotBlank();
    }

    @Test
    void refusesARequestWithoutToken() throws Exception {
        server = new TestServer();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + server.authority() + "/init"))
                        .build();
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void letsPagesOfOtherOriginsAsk() throws Exception {
        server = new TestServer();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + server.authority() + "/init"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", "https://elsewhere.example")
                        .header("Access-Control-Request-Method", "GET")
                        .header("Access-Control-Request-Headers", "authorization")
                        .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(response.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValueSatisfying(headers -> assertThat(headers).contains("authorization"));
        assertThat(response.headers().firstValue("Access-Control-Allow-Methods")).hasValue("GET");
    }

    @Test
    void fullRoomAndExpiredTokenAreNoBarToWhoIsInAlready() throws Exception {
        server =
                new TestServer(
                        new SignallingConfig(
                                null,
                                List.of(),
                                new SessionConfig(
                                        1,
                                        20,
                                        1000,
                                        100,
                                        Duration.ofSeconds(75),
                                        Duration.ofSeconds(4))));
        try (var ada = new TestClient(server, "ada", VIEWER).join("Ada")) {
            assertThat(ada.open()).isTrue();
            assertThat(init(VIEWER).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = init(TestServer.ROOM + "/u2/hls-viewer");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(body(refused).path("message").asText()).contains("full");
        }
    }
}
