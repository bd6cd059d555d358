package io.rostra.streaming.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A crash in native code must not reach the server, so no class that runs there may name it.
final class NativeCodeTest {

    @Test
    void isNamedOnlyByClassesOfTheChild() throws Exception {
        var classes =
                Path.of(
                        WorkerMain.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        var naming = new TreeSet<String>();
        List<Path> files;
        try (var walk = Files.walk(classes)) {
            files = walk.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path file : files) {
            String constants = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (constants.contains("org/bytedeco")) {
                naming.add(file.getFileName().toString().replace(".class", ""));
            }
        }
        assertThat(naming)
                .containsExactly(
                        "AacEncoder",
                        "AacToOpus",
                        "Canvas",
                        "Compositor",
                        "H264Encoder",
                        "IngestMain",
                        "LadderEncoder",
                        "LadderEncoder$Rung",
                        "MovieMain",
                        "MovieMain$Part",
                        "OpusDecoder",
                        "PushMain",
                        "ReorderedVideo",
                        "Scaler",
                        "TileSource",
                        "VideoDecoder",
                        "VideoTranscoder",
                        "WorkerMain");
    }
}
