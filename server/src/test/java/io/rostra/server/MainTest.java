package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The process as a whole: what it prints and how it ends.
@Timeout(120)
class MainTest {

    private static final String READY = "Rostra is running. Open http://localhost:";

    @TempDir Path folder;

    @Test
    void printsThePageToOpenServesItAndStopsCleanlyOnSigterm() throws Exception {
        Process process = start(Map.of("ROSTRA_PORT", "0", "ROSTRA_MEDIA_PORT", "0"));
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.startsWith(READY)) {
                line = output.readLine();
            }
            assertThat(line).isNotNull();
            assertThat(output.readLine())
                    .contains(line.substring(READY.length()) + "/dashboard#setup=");
            URI health =
                    URI.create("http://localhost:" + line.substring(READY.length()) + "/healthz");
            var request = HttpRequest.newBuilder(health).build();
            assertThat(
                            HttpClient.newHttpClient()
                                    .send(request, BodyHandlers.discarding())
                                    .statusCode())
                    .isEqualTo(200);

            process.toHandle().destroy(); // SIGTERM

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(output.lines()).noneMatch(last -> last.contains("Exception"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsWithASentenceWhenItCannotStart() throws Exception {
        try (var taken = new ServerSocket(0)) {
            assertThat(failure(Map.of("ROSTRA_PORT", "" + taken.getLocalPort())))
                    .contains("is in use by another program")
                    .doesNotContain("Exception");
        }
        Files.writeString(folder.resolve("rostra.yaml"), "prot: 8080\n");
        assertThat(failure(Map.of())).contains("Did you mean port?").doesNotContain("Exception");
        Files.delete(folder.resolve("rostra.yaml"));

        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/rostra.db"), "this is no database ".repeat(100));
        assertThat(failure(Map.of("ROSTRA_PORT", "0"))).contains("Cannot open the database");
    }

    private String failure(Map<String, String> environment) throws Exception {
        Process process = start(environment);
        try {
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isEqualTo(1);
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Map<String, String> environment) throws IOException {
        var builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        builder.directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ROSTRA_"));
        builder.environment().put("ROSTRA_MEDIA_PORT", "0");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
