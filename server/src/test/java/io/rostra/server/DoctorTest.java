package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.server.Doctor.Finding;
import io.rostra.server.Doctor.Verdict;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    @TempDir Path folder;

    private List<Finding> examine(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("ROSTRA_PORT", "0");
        environment.put("ROSTRA_MEDIA_PORT", "0");
        environment.put("ROSTRA_DATA_DIR", folder.resolve("data").toString());
        environment.put("ROSTRA_WEB_ROOT", folder.resolve("web").toString());
        environment.putAll(more);
        return new Doctor(ServerConfig.from(Settings.ofEnvironment(environment), folder)).examine();
    }

    private static List<Finding> bad(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.verdict() == Verdict.BAD).toList();
    }

    @Test
    void aMachineThatHasEverythingIsWell() throws Exception {
        Path web = Files.createDirectories(folder.resolve("web"));
        Files.writeString(web.resolve("index.html"), "<!doctype html>");

        List<Finding> findings = examine(Map.of("ROSTRA_TLS_CERTIFICATE", "self-signed"));
        assertThat(bad(findings)).isEmpty();
        assertThat(findings)
                .extracting(Finding::what)
                .anyMatch(what -> what.startsWith("Sound and pictures can be encoded"))
                .anyMatch(what -> what.endsWith("fit together"));
    }

    @Test
    void namesWhatIsInTheWayAndWhatToDo() throws Exception {
        try (var http = new ServerSocket(0);
                var media = new DatagramSocket()) {
            List<Finding> bad =
                    bad(
                            examine(
                                    Map.of(
                                            "ROSTRA_PORT",
                                            String.valueOf(http.getLocalPort()),
                                            "ROSTRA_MEDIA_PORT",
                                            String.valueOf(media.getLocalPort()),
                                            "ROSTRA_TLS_CERTIFICATE",
                                            "none.pem",
                                            "ROSTRA_TLS_KEY",
                                            "none.key")));
            assertThat(bad)
                    .extracting(Finding::what)
                    .satisfiesExactly(
                            what -> assertThat(what).startsWith("TCP port"),
                            what -> assertThat(what).startsWith("UDP port"),
                            what -> assertThat(what).contains("there is no file none.pem"),
                            what -> assertThat(what).startsWith("There is no web app"));
            assertThat(bad.getFirst().advice()).contains("ROSTRA_PORT");
        }
    }
}
