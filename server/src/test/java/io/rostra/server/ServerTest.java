package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {

    @TempDir Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void answersHealthAndServesTheWebApp() throws Exception {
        Path web = Files.createDirectories(folder.resolve("web/assets"));
        Files.writeString(web.resolve("../index.html"), "<!doctype html><p>hello</p>");
        Files.writeString(web.resolve("app-1234.js"), "console.log('x');\n".repeat(200));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        try (Server server = start(Map.of())) {
            assertThat(get(server, "/healthz").body()).contains("ok");
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);

            HttpResponse<String> index = get(server, "/");
            assertThat(index.body()).contains("hello");
            assertThat(header(index, "Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(header(index, "Cache-Control")).isEqualTo("no-cache");
            assertThat(header(index, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(index, "Referrer-Policy")).isEqualTo("same-origin");
            assertThat(header(index, "Content-Security-Policy"))
                    .contains(
                            "connect-src 'self' ws://localhost:%1$d wss://localhost:%1$d;"
                                    .formatted(server.port()))
                    .contains("default-src 'self'")
                    .contains("object-src 'none'");

            // HTTP/1.1 has the host in a header, HTTP/2 does not.
            var overHttp1 =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
                            .version(HttpClient.Version.HTTP_1_1)
                            .build();
            assertThat(
                            header(
                                    client.send(overHttp1, BodyHandlers.ofString()),
                                    "Content-Security-Policy"))
                    .contains("wss://127.0.0.1:%d;".formatted(server.port()));

            HttpResponse<String> script = get(server, "/assets/app-1234.js");
            assertThat(header(script, "Cache-Control")).contains("immutable");
            assertThat(header(script, "Content-Type")).startsWith("text/javascript");
            assertThat(
                            header(
                                    get(server, "/assets/app-1234.js", "Accept-Encoding", "gzip"),
                                    "Content-Encoding"))
                    .isEqualTo("gzip");
            assertThat(get(server, "/", "If-None-Match", header(index, "ETag")).statusCode())
                    .isEqualTo(304);

            assertThat(get(server, "/room/abc", "Accept", "text/html,*/*").body())
                    .contains("hello");
            assertThat(header(index, "Content-Security-Policy")).contains("frame-ancestors 'self'");
            assertThat(
                            header(
                                    get(server, "/embed/abc", "Accept", "text/html,*/*"),
                                    "Content-Security-Policy"))
                    .contains("default-src 'self'")
                    .doesNotContain("frame-ancestors");
            assertThat(get(server, "/room/abc").statusCode()).isEqualTo(404);
            assertThat(get(server, "/v2/nothing", "Accept", "text/html").statusCode())
                    .isEqualTo(404);
            assertThat(get(server, "/assets/missing.js").statusCode()).isEqualTo(404);
            assertThat(get(server, "/favicon.ico").statusCode()).isEqualTo(404);
            var noFile = get(server, "/old/page.html", "Accept", "text/html,*/*");
            assertThat(noFile.statusCode()).isEqualTo(404);
            assertThat(noFile.body()).as("the app says so").contains("hello");
            assertThat(get(server, "/%2e%2e/secret.txt").statusCode()).isEqualTo(404);
            assertThat(get(server, "/..%2fsecret.txt").statusCode()).isEqualTo(404);
            assertThat(get(server, "/app/config").body()).contains("Main Stage");
        }
    }

    @Test
    void saysSoWhenTheWebAppIsNotBuilt() throws Exception {
        try (Server server = start(Map.of())) {
            HttpResponse<String> page = get(server, "/");

            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("web app has not been built", "./rostra build");
            assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysWhichPortIsTakenAndWhatToDo() throws Exception {
        try (var taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(Map.of("ROSTRA_PORT", "" + port)))
                    .isInstanceOf(StartException.class)
                    .hasMessage(
                            "TCP port %d is in use by another program, perhaps another Rostra. Stop it, or start with ROSTRA_PORT=%d."
                                    .formatted(port, port + 1));
        }
        try (var taken = new DatagramSocket()) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(Map.of("ROSTRA_MEDIA_PORT", "" + port)))
                    .isInstanceOf(StartException.class)
                    .hasMessageStartingWith("UDP port " + port + " is in use")
                    .hasMessageContaining("ROSTRA_MEDIA_PORT");
        }
    }

    @Test
    void closesTwiceWithoutHarmAndStartsAgainOnTheSameData() throws Exception {
        Server first = start(Map.of());
        String before = get(first, "/app/config").body();
        first.close();
        first.close();
        try (Server server = start(Map.of())) {
            assertThat(get(server, "/app/config").body()).isEqualTo(before);
        }
    }

    @Test
    void tokensOfTheCommandOpenTheApi() throws Exception {
        try (Server server = start(Map.of())) {
            String management = TokenCommand.token(new String[] {"management"}, config(Map.of()));

            HttpResponse<String> rooms =
                    get(server, "/v2/rooms", "Authorization", "Bearer " + management);

            assertThat(rooms.statusCode()).isEqualTo(200);
        }
        assertThatThrownBy(() -> TokenCommand.token(new String[] {"app"}, config(Map.of())))
                .hasMessageStartingWith("Usage:");
        assertThatThrownBy(() ->
                        TokenCommand.token(
                                new String[] {"app", "f".repeat(24), "broadcaster"},
                                config(Map.of())))
                .hasMessageContaining("no room");
    }

    @Test
    void theConfiguredKeyPairReplacesTheStoredOneAndLeavesItInPeace() throws Exception {
        Map<String, String> keys =
                Map.of("ROSTRA_ACCESS_KEY", "mine", "ROSTRA_SECRET", "s".repeat(40));
        String[] management = {"management"};
        String stored = TokenCommand.token(management, config(Map.of()));
        try (Server server = start(keys)) {
            String mine = TokenCommand.token(management, config(keys));
            assertThat(get(server, "/v2/rooms", "Authorization", "Bearer " + mine).statusCode())
                    .isEqualTo(200);
            assertThat(get(server, "/v2/rooms", "Authorization", "Bearer " + stored).statusCode())
                    .isEqualTo(401);
        }
        try (Server server = start(Map.of())) {
            assertThat(get(server, "/v2/rooms", "Authorization", "Bearer " + stored).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aHugeWebSocketFrameCostsOnlyItsOwnConnection() throws Exception {
        try (Server server = start(Map.of())) {
            var url = URI.create("ws://localhost:" + server.port() + "/ws");
            var hostile = new Silent();
            WebSocket first = client.newWebSocketBuilder().buildAsync(url, hostile).join();
            first.sendText("x".repeat(6_000_000), true).exceptionally(_ -> first).join();

            hostile.ended.get(20, TimeUnit.SECONDS);

            assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
        }
    }

    /// Waits for its end.
    private static final class Silent implements WebSocket.Listener {
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            ended.complete(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            ended.complete(null);
            return ended;
        }
    }

    @Test
    void onlyWhatCanBeAHostReachesTheSecurityPolicy() {
        assertThat(SecurityHeaders.policy("live.example.org:8443", null))
                .contains("wss://live.example.org:8443;");
        assertThat(SecurityHeaders.policy("[::1]:8080", "https://s3.example.org"))
                .contains("ws://[::1]:8080 ")
                .contains("media-src 'self' blob: https://s3.example.org;");
        for (String hostile : new String[] {"a;script-src *", "a b", "*", "", "a\r\nX: y", null}) {
            assertThat(SecurityHeaders.policy(hostile, null)).contains("connect-src 'self';");
        }
    }

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

    private HttpResponse<String> get(Server server, String path, String... headers)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("(none)");
    }
}
