package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// A server with one room, for programs that push into it.
final class IngestServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerConfig config;
    private final Server server;
    private final String room;

    IngestServer(Path folder) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("ROSTRA_PORT", "0");
        environment.put("ROSTRA_MEDIA_PORT", "0");
        environment.put("ROSTRA_DATA_DIR", folder.resolve("data").toString());
        environment.put("ROSTRA_WEB_ROOT", folder.resolve("web").toString());
        config = ServerConfig.from(Settings.ofEnvironment(environment), folder);
        server = Server.start(config);
        room = api("POST", "/v2/rooms", "{}").path("id").asText();
    }

    String room() {
        return room;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    String appToken(String role) {
        return TokenCommand.token(new String[] {"app", room, role, "ada"}, config);
    }

    /// Calls the server API; null instead of a body for GET.
    JsonNode api(String method, String path, String body) throws Exception {
        String token = TokenCommand.token(new String[] {"management"}, config);
        HttpResponse<String> answer = send(method, path, body, "Authorization", "Bearer " + token);
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(url(path)))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    JsonNode makeKey() throws Exception {
        return api("POST", "/v2/stream-keys/room/" + room, "");
    }

    void disableKey() throws Exception {
        api("POST", "/v2/stream-keys/room/" + room + "/disable", "");
    }

    /// Those who are in the room.
    List<JsonNode> peers() {
        var peers = new ArrayList<JsonNode>();
        try {
            api("GET", "/v2/active-rooms/" + room + "/peers", null)
                    .path("peers")
                    .forEach(peers::add);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return peers;
    }

    /// The live stream's URL once it can be played, else empty.
    String playlist() {
        try {
            for (JsonNode stream :
                    api("GET", "/v2/live-streams?room_id=" + room, null).path("data")) {
                if (stream.path("status").asText().equals("running")) {
                    return stream.path("playback").path("url").asText();
                }
            }
            return "";
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
