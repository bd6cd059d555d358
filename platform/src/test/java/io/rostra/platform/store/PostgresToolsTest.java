package io.rostra.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresToolsTest {

    @TempDir Path folder;

    @Test
    void aBackupIsRestored() throws Exception {
        String url = PostgresServer.shared().urlFor(folder);
        var tools = new PostgresTools(url);
        Path backup = folder.resolve("backup.dump");
        String first;
        try (Database database = Database.openPostgres(url)) {
            PlatformStores stores = PlatformStores.of(database, InstantSource.system());
            stores.fillIfEmpty();
            first = stores.workspaces().all().getFirst().id();
            stores.workspaces().create("kept");
            tools.backup(backup);
            stores.workspaces().create("lost");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> tools.backup(backup)).hasMessageContaining("exists");

        tools.check(backup);
        tools.restore(backup);

        try (Database database = Database.openPostgres(url)) {
            assertThat(PlatformStores.of(database, InstantSource.system()).workspaces().all())
                    .hasSize(2)
                    .anySatisfy(each -> assertThat(each.id()).isEqualTo(first))
                    .anySatisfy(each -> assertThat(each.subdomain()).isEqualTo("kept"));
        }
    }

    @Test
    void nothingIsLostToABadBackup() throws Exception {
        String url = PostgresServer.shared().urlFor(folder);
        var tools = new PostgresTools(url);
        Path bad = Files.writeString(folder.resolve("bad.dump"), "no database at all");

        assertThatThrownBy(() -> tools.check(bad)).hasMessageContaining("pg_restore");
        assertThatThrownBy(() -> tools.check(folder.resolve("nowhere")))
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> new PostgresTools("jdbc:mysql://x"))
                .hasMessageContaining("database-url");
    }
}
