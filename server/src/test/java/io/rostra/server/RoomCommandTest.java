package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomCommandTest {

    @TempDir Path folder;

    private ServerConfig config;

    @BeforeEach
    void configure() {
        config =
                ServerConfig.from(
                        Settings.ofEnvironment(
                                Map.of("ROSTRA_DATA_DIR", folder.resolve("data").toString())),
                        folder);
    }

    private String run(String... args) {
        return RoomCommand.run(args, config);
    }

    @Test
    void roomsAreMadeFoundAndClosed() {
        String made = run("create", "Evening show");
        String id = made.substring(0, 24);
        assertThat(made).endsWith("http://localhost:8080/room/" + id);
        assertThat(run("list")).contains(id + "  enabled   Evening show");
        assertThat(run("list", "evening")).hasLineCount(1);
        assertThat(run("list", "nobody's")).isEqualTo("There is no such room.");

        String codes = run("codes", "EVENING SHOW");
        assertThat(codes).contains("broadcaster", "hls-viewer", "http://localhost:8080/join/");
        assertThat(run("codes", id)).isEqualTo(codes);

        assertThat(run("disable", id)).contains("nobody new");
        assertThat(run("list", "evening")).contains("disabled");
        run("enable", "evening show");
        assertThat(run("list", "evening")).contains("enabled");
    }

    @Test
    void whatIsWrongIsSaid() {
        run("create", "one");
        assertThatThrownBy(() -> run("create", "ONE")).hasMessageContaining("already");
        assertThatThrownBy(() -> run("create", "a/b")).hasMessageContaining("may hold letters");
        assertThatThrownBy(() -> run("codes", "two")).hasMessageContaining("no room two");
        for (String[] args :
                new String[][] {{}, {"create"}, {"codes", ""}, {"list", "a", "b"}, {"x", "y"}}) {
            assertThatThrownBy(() -> run(args)).hasMessageContaining("Usage");
        }
    }
}
