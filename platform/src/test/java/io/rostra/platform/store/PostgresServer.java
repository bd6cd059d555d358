package io.rostra.platform.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A PostgreSQL server of the machine's own package, started by the first test that wants it and
/// stopped when the tests are over. Where there is none, those tests are skipped and say so.
final class PostgresServer {

    private static final Path BINARIES = Path.of("/usr/lib/postgresql");

    private static @Nullable PostgresServer shared;

    private final int port;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    private PostgresServer(int port) {
        this.port = port;
    }

    static synchronized PostgresServer shared() {
        if (shared == null) {
            Optional<Path> binaries = binaries();
            Assumptions.assumeTrue(
                    binaries.isPresent(),
                    "no PostgreSQL below "
                            + BINARIES
                            + ": its tests are skipped (Debian: apt install postgresql)");
            shared = start(binaries.orElseThrow());
        }
        return shared;
    }

    private static Optional<Path> binaries() {
        if (!Files.isDirectory(BINARIES)) {
            return Optional.empty();
        }
        try (var versions = Files.list(BINARIES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresServer start(Path bin) {
        try {
            Path folder = Files.createTempDirectory("rostra-postgres");
            boolean root = System.getProperty("user.name").equals("root");
            if (root) {
                // PostgreSQL refuses to run as root.
                run(List.of("chown", "postgres", folder.toString()));
            }
            Path data = folder.resolve("data");
            int port = freePort();
            run(as(root, bin.resolve("initdb"), "-D", data, "-A", "trust", "-U", "rostra", "-N"));
            List<String> server =
                    as(
                            root,
                            bin.resolve("postgres"),
                            "-D",
                            data,
                            "-p",
                            port,
                            "-k",
                            folder,
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "fsync=off",
                            "-c",
                            "max_connections=300");
            Process process =
                    new ProcessBuilder(server)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
            var started = new PostgresServer(port);
            started.awaitReady();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> as(boolean root, Object... command) {
        List<String> words = new ArrayList<>();
        if (root) {
            words.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        for (Object word : command) {
            words.add(word.toString());
        }
        return words;
    }

    private static void run(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .directory(Path.of("/").toFile())
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try (Connection connection = connect("postgres")) {
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("PostgreSQL does not start", e);
                }
                try {
                    Thread.sleep(50);
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
        }
    }

    private static void stop(Process process, Path folder) {
        try {
            // SIGINT: a shutdown that does not wait for clients.
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        } catch (IOException | InterruptedException _) {
            // A folder for temporary files may keep what is left.
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database));
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=rostra";
    }

    /// A database of the folder's name, the same each time.
    String urlFor(Path folder) {
        String name =
                "t"
                        + folder.getFileName()
                                .toString()
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9]", "");
        if (made.add(name)) {
            try (Connection connection = connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return url(name);
    }
}
