package io.rostra.platform.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Backup and restore of a PostgreSQL database, by PostgreSQL's own programs. They get the password
/// from their environment, which nobody else on the machine can read. Blocks.
public final class PostgresTools {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final PGSimpleDataSource database = new PGSimpleDataSource();

    /// @param url as for [Database#openPostgres]
    public PostgresTools(String url) throws IOException {
        try {
            database.setUrl(url);
        } catch (IllegalArgumentException _) {
            throw new IOException("database-url is none of PostgreSQL's");
        }
    }

    /// Writes the database, while others use it, into a new file that only its owner can read.
    public void backup(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file + " exists already");
        }
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            run("pg_dump", "--format=custom", "--no-owner", "--file=" + file);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /// Checks that a file is a backup of ours.
    ///
    /// @throws IOException saying why it is not
    public void check(Path backup) throws IOException {
        if (!Files.isRegularFile(backup)) {
            throw new IOException("there is no file " + backup);
        }
        if (!run("pg_restore", "--list", backup.toString()).contains(" workspaces ")) {
            throw new IOException(backup + " is no database of Rostra's");
        }
    }

    /// Puts the backup in the database's place: all of it, or nothing.
    public void restore(Path backup) throws IOException {
        run(
                "pg_restore",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--single-transaction",
                "--dbname=" + database.getDatabaseName(),
                backup.toString());
    }

    private String run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(find(program).toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        put(environment, "PGHOST", database.getServerNames()[0]);
        int port = database.getPortNumbers()[0];
        put(environment, "PGPORT", port == 0 ? null : String.valueOf(port));
        put(environment, "PGDATABASE", database.getDatabaseName());
        put(environment, "PGUSER", database.getUser());
        put(environment, "PGPASSWORD", database.getPassword());
        put(environment, "PGSSLMODE", database.getSslMode());
        Process process = builder.start();
        process.getOutputStream().close();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(program + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said;
    }

    private static void put(
            Map<String, String> environment, String variable, @Nullable String value) {
        if (value != null) {
            environment.put(variable, value);
        }
    }

    /// On the path, or where Debian has it.
    private static Path find(String program) throws IOException {
        Optional<Path> found =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .map(folder -> Path.of(folder, program))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (found.isEmpty() && Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                found =
                        versions.map(version -> version.resolve("bin").resolve(program))
                                .filter(Files::isExecutable)
                                .max(Comparator.naturalOrder());
            }
        }
        return found.orElseThrow(() ->
                new IOException(
                        "the program "
                                + program
                                + " is not installed (Debian: apt install postgresql-client)"));
    }
}
