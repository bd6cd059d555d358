package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A server in a process of its own, a client for it, and all that it prints.
final class ServerProcess implements AutoCloseable {

    private static final String READY = "Rostra is running. Open http://localhost:";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Workspace WORKSPACE =
            new Workspace("", "", new KeyPair("test-key", "a secret of more than 32 characters"));

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final TokenIssuer issuer = new TokenIssuer(InstantSource.system());
    private final int port;

    private ServerProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
        until(() -> port(lines) > 0 || !process.isAlive());
        this.port = port(lines);
        assertThat(port).as(lines.toString()).isPositive();
    }

    static ServerProcess start(Path folder, Map<String, String> environment) throws IOException {
        var builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                // Not the quiet one of the tests.
                                "-Dlogback.configurationFile=logback.xml",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        builder.directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ROSTRA_"));
        builder.environment().put("ROSTRA_PORT", "0");
        builder.environment().put("ROSTRA_MEDIA_PORT", "0");
        builder.environment().put("ROSTRA_ACCESS_KEY", WORKSPACE.keys().accessKey());
        builder.environment().put("ROSTRA_SECRET", WORKSPACE.keys().secret());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start());
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | java.io.UncheckedIOException _) {
            // It ended.
        }
    }

    private static int port(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(READY))
                .findFirst()
                .map(line -> Integer.parseInt(line.substring(READY.length()).strip()))
                .orElse(0);
    }

    /// Waits for a condition, for long enough on any machine.
    static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited a minute").isBefore(end);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    List<String> lines() {
        return lines;
    }

    Process process() {
        return process;
    }

    /// SIGTERM.
    void terminate() {
        process.toHandle().destroy();
    }

    int exitValue() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    HttpResponse<String> call(String method, String path, String body) throws Exception {
        return send(method, path, body, issuer.management(WORKSPACE, TokenIssuer.DAY));
    }

    HttpResponse<String> send(String method, String path, String body, String token)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.ofString(body));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    JsonNode json(String method, String path, String body) throws Exception {
        HttpResponse<String> response = call(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    String firstRoom() throws Exception {
        return json("GET", "/v2/rooms", "").path("data").get(0).path("id").asText();
    }

    String appToken(String room, String role) {
        return issuer.app(WORKSPACE, room, "user-of-test", role, TokenIssuer.DAY);
    }

    /// A client that joins the room without media.
    ///
    /// @param heard gets all that it is told
    WebSocket join(String token, String peerId, List<String> heard) throws Exception {
        WebSocket socket = connect(token, peerId, heard);
        socket.sendText(
                        """
                        {"method":"join","params":{"name":"Ann"},"id":"j","jsonrpc":"2.0"}\
                        """,
                        true)
                .get();
        until(() -> heard.stream().anyMatch(each -> each.contains("\"id\":\"j\"")));
        return socket;
    }

    WebSocket connect(String token, String peerId, List<String> heard) throws Exception {
        var listener =
                new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(
                            WebSocket socket, CharSequence data, boolean last) {
                        text.append(data);
                        if (last) {
                            heard.add(text.toString());
                            text.setLength(0);
                        }
                        socket.request(1);
                        return null;
                    }
                };
        URI uri = URI.create("ws://localhost:" + port + "/ws?peer=" + peerId + "&token=" + token);
        return client.newWebSocketBuilder().buildAsync(uri, listener).get();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
