package io.rostra.platform.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.platform.live.SessionMemory.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionMemoryStoreTest {

    @TempDir Path folder;

    private Database database;
    private SessionMemoryStore memory;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("rostra.db"));
        memory = new SessionMemoryStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void entriesSurviveUntilTheyAreReplacedRemovedOrForgotten() {
        memory.keep("r1", List.of(new Entry("a", "1"), new Entry("b", "2")));
        memory.keep("r2", List.of(new Entry("a", "3")));
        memory.keep("r1", List.of(new Entry("a", "{\"text\":\"ä'\"}"), new Entry("b", null)));
        close();
        open();
        assertThat(memory.recall())
                .isEqualTo(Map.of("r1", Map.of("a", "{\"text\":\"ä'\"}"), "r2", Map.of("a", "3")));
        memory.forget("r1");
        assertThat(memory.recall()).containsOnlyKeys("r2");
    }

    @Test
    void whatIsNotThereIsRemovedInSilence() {
        memory.keep("r1", List.of(new Entry("a", null)));
        memory.forget("r1");
        assertThat(memory.recall()).isEmpty();
    }
}
