package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rostra.platform.operator.SecretToken;
import io.rostra.platform.store.Database;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandTest {

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
        return StoreCommand.run(args, config);
    }

    private List<Workspace> workspaces() {
        try (Database database = Stores.open(config)) {
            return PlatformStores.of(database, InstantSource.system()).workspaces().all();
        }
    }

    @Test
    void aBackupIsRestored() throws Exception {
        run("workspace", "add", "first");
        String backup = folder.resolve("backup.db").toString();
        assertThat(run("backup", backup)).contains(backup);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(backup))))
                .isEqualTo("rw-------");
        List<Workspace> then = workspaces();
        run("workspace", "add", "second");

        assertThat(run("restore", backup)).contains("before-restore");

        assertThat(workspaces()).isEqualTo(then).hasSize(2);
        try (Database before = Database.open(folder.resolve("data/rostra.db.before-restore"))) {
            assertThat(PlatformStores.of(before, InstantSource.system()).workspaces().all())
                    .hasSize(3);
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("data/rostra.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingIsRestoredUnderARunningServer() throws Exception {
        String backup = folder.resolve("backup.db").toString();
        run("backup", backup);
        try (DataDirLock _ = DataDirLock.tryLock(config.dataDir()).orElseThrow()) {
            assertThat(DataDirLock.tryLock(config.dataDir())).isEmpty();
            assertThatThrownBy(() -> run("restore", backup)).hasMessageContaining("Stop it first");
        }
        run("restore", backup);
    }

    @Test
    void nothingIsLostToABadBackup() throws Exception {
        run("workspace", "add", "first");
        Path bad = Files.writeString(folder.resolve("bad.db"), "no database at all");

        assertThatThrownBy(() -> run("restore", bad.toString())).hasMessageContaining("bad.db");
        assertThatThrownBy(() -> run("restore", "nowhere")).hasMessageContaining("nowhere");
        assertThatThrownBy(() -> run("backup", bad.toString())).hasMessageContaining("exists");

        assertThat(workspaces()).hasSize(2);
    }

    @Test
    void workspacesAreMadeAndGetNewKeys() {
        assertThat(run("workspace", "add", "team-a")).contains("Access key:", "Secret:");
        Workspace made = workspaces().getLast();
        assertThat(run("workspace", "list"))
                .contains("default", "team-a")
                .doesNotContain(made.keys().secret());
        assertThat(run("workspace", "rotate-keys", "team-a", "0")).contains("Access key:");
        assertThat(workspaces().getLast().keys()).isNotEqualTo(made.keys());

        assertThatThrownBy(() -> run("workspace", "add", "team-a")).hasMessageContaining("already");
        assertThatThrownBy(() -> run("workspace", "add", "Team A")).hasMessageContaining("letters");
        assertThatThrownBy(() -> run("workspace", "rotate-keys", "none"))
                .hasMessageContaining("none");
        assertThatThrownBy(() -> run("workspace", "rotate-keys", "team-a", "x"))
                .hasMessageContaining("hours");
        assertThatThrownBy(() -> run("nonsense")).hasMessageContaining("Usage");
    }

    @Test
    void aForgottenPasswordIsReplacedByALink() {
        String printed = PasswordCommand.run(new String[0], config);

        assertThat(printed).contains("http://localhost:8080/dashboard#setup=");
        String token = printed.substring(printed.indexOf('=') + 1);
        try (Database database = Stores.open(config)) {
            var stores = PlatformStores.of(database, InstantSource.system());
            assertThat(stores.operator().hasLink(new SecretToken(token).hash())).isTrue();
        }
        assertThatThrownBy(() -> PasswordCommand.run(new String[] {"x"}, config))
                .hasMessageContaining("Usage");
    }

    @Test
    void aRunningServerNoticesNewKeys() throws Exception {
        try (Database database = Stores.open(config)) {
            Stores stores = Stores.of(database, config);
            try (var watch =
                    new WorkspaceWatch(
                            stores.platform().workspaces(), stores.workspaces(), config)) {
                run("workspace", "add", "later");
                watch.look();
            }
            assertThat(stores.workspaces().bySubdomain("later")).isPresent();
        }
    }
}
