package io.rostra.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rostra.platform.workspace.TokenEndpointRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A database of every version there was becomes one of today, with what was in it.
class MigrationTest {

    private static final Path SCRIPTS =
            Path.of("src/main/resources/io/rostra/platform/store/migration");

    @TempDir Path folder;

    static Stream<Integer> versions() throws IOException {
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            return scripts
                    .map(script -> script.getFileName().toString())
                    .map(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void thereAreVersions() throws IOException {
        assertThat(versions()).contains(1, 63);
    }

    static Stream<Arguments> versionsOfBoth() throws IOException {
        return versions()
                .flatMap(version ->
                        Stream.of(TestDatabase.values()).map(kind -> arguments(kind, version)));
    }

    @ParameterizedTest
    @MethodSource("versionsOfBoth")
    void anOlderDatabaseIsBroughtForward(TestDatabase kind, int version) {
        DataSource source = kind.source(folder);
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:io/rostra/platform/store/migration")
                .target(String.valueOf(version))
                .load()
                .migrate();
        Jdbi.create(source)
                .useHandle(h ->
                        h.execute(
                                """
                                INSERT INTO workspaces
                                    (id, subdomain, access_key, secret, created_at)
                                VALUES ('64f0c0ffee64f0c0ffee64f0', 'old', 'key', 'secret', 1)\
                                """));

        try (Database database = kind.open(folder)) {
            PlatformStores stores = PlatformStores.of(database, InstantSource.system());
            stores.fillIfEmpty();
            assertThat(stores.workspaces().all())
                    .singleElement()
                    .satisfies(workspace -> {
                        assertThat(workspace.subdomain()).isEqualTo("old");
                        assertThat(stores.workspaces().tokenEndpoint(workspace.id()))
                                .isEqualTo(TokenEndpointRules.NONE);
                    });
        }
    }
}
