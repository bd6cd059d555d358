package io.rostra.streaming.egress.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.streaming.egress.hls.DecodedStream;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingKillTest {

    @TempDir Path directory;

    /// More of them: `-Drostra.kills=20`.
    static IntStream tries() {
        return IntStream.rangeClosed(1, Integer.getInteger("rostra.kills", 4));
    }

    /// `kill -9` at a random moment: what the process said it had written is in the file and plays.
    @ParameterizedTest
    @MethodSource("tries")
    void nothingWrittenIsLost(int seed) throws Exception {
        Path file = directory.resolve("r.mp4");
        Process victim =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RecordingVictim.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        long written = 0;
        try (BufferedReader output = victim.inputReader()) {
            int linesToLive = 12 + new Random(seed).nextInt(60);
            for (int i = 0; i < linesToLive || written == 0; ) {
                String line = output.readLine();
                assertThat(line).as("the victim lives").isNotNull();
                if (line.matches("\\d+")) {
                    written = Long.parseLong(line);
                    i++;
                }
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
        assertThat(Files.size(file)).isGreaterThanOrEqualTo(written);
        Recorder.Repaired repaired = Recorder.repair(file);
        assertThat(repaired).isNotNull();
        assertThat(repaired.bytes()).isGreaterThanOrEqualTo(written);
        assertThat(repaired.durationMillis()).isGreaterThan(200);
        DecodedStream.of(file).hasNoGaps();
    }
}
