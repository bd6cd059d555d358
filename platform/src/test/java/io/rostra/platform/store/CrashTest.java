package io.rostra.platform.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A process that writes is killed (SIGKILL) again and again; what it said was written is there.
class CrashTest {

    private static final int ROUNDS = 3;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void nothingAcknowledgedIsLost(TestDatabase kind) throws Exception {
        kind.open(folder).close();
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(writeAndKill(kind, round, 40));
        }

        if (kind == TestDatabase.SQLITE) {
            Database.check(Path.of(kind.locationOf(folder)));
        }
        try (Database database = kind.open(folder)) {
            PlatformStores stores = PlatformStores.of(database, InstantSource.system());
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * 40);
            assertThat(acknowledged)
                    .allSatisfy(id -> assertThat(stores.rooms().findRoom(id)).isPresent());
        }
    }

    /// @return ids of the rooms that the process said it had made
    private List<String> writeAndKill(TestDatabase kind, int round, int count) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                kind.name(),
                                kind.locationOf(folder),
                                "round-" + round)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> ids = new ArrayList<>();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            while (ids.stream().count() < count) {
                String line = lines.readLine();
                assertThat(line).as("the writer lives").isNotNull();
                if (ObjectIds.isValid(line)) {
                    ids.add(line);
                }
            }
            // Not through the process itself, which would close the pipe with it.
            process.toHandle().destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            // What it said between the last line read and its death counts too.
            lines.lines().filter(ObjectIds::isValid).forEach(ids::add);
        } catch (IOException _) {
            // The pipe of a killed process may end in the middle of a line.
        }
        return ids;
    }

    static final class Writer {

        private Writer() {}

        public static void main(String[] args) {
            PlatformStores stores =
                    PlatformStores.of(
                            TestDatabase.valueOf(args[0]).openAt(args[1]), InstantSource.system());
            stores.fillIfEmpty();
            String workspace = stores.workspaces().all().getFirst().id();
            String template = stores.templates().defaultOf(workspace).id();
            for (int writer = 0; writer < 4; writer++) {
                String name = args[2] + "-" + writer + "-";
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; ; i++) {
                                String id =
                                        stores.rooms()
                                                .createOrReplace(workspace, template, name + i, "")
                                                .id();
                                synchronized (Writer.class) {
                                    System.out.println(id);
                                    System.out.flush();
                                }
                            }
                        });
            }
        }
    }
}
