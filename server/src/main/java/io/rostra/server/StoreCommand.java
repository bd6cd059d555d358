package io.rostra.server;

import io.rostra.platform.store.Database;
import io.rostra.platform.store.NameTakenException;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.store.PostgresTools;
import io.rostra.platform.workspace.KeyPair;
import io.rostra.platform.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `rostra backup`, `rostra restore` and `rostra workspace`. All but `restore` work beside a
/// running server.
public final class StoreCommand {

    private static final String USAGE =
            """
            Usage: rostra backup <file>
                   rostra restore <file>
                   rostra workspace list
                   rostra workspace add <subdomain>
                   rostra workspace rotate-keys <subdomain> [<hours the old keys still count>]\
            """;

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final int DEFAULT_GRACE_HOURS = 24;

    private StoreCommand() {}

    public static void main(String[] args) {
        try {
            System.out.println(run(args, Main.config(new String[0], System.getenv())));
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// @return what to print
    static String run(String[] args, ServerConfig config) {
        List<String> words = Arrays.asList(args);
        try {
            if (words.size() == 2 && words.getFirst().equals("backup")) {
                return backup(Path.of(words.get(1)), config);
            }
            if (words.size() == 2 && words.getFirst().equals("restore")) {
                return restore(Path.of(words.get(1)), config);
            }
            if (words.size() >= 2 && words.getFirst().equals("workspace")) {
                try (Database database = Stores.open(config)) {
                    return workspace(words.subList(1, words.size()), database);
                }
            }
        } catch (IOException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
        throw new ConfigException(USAGE);
    }

    private static String backup(Path file, ServerConfig config) throws IOException {
        Optional<PostgresTools> postgres = postgres(config);
        if (postgres.isPresent()) {
            postgres.get().backup(file);
        } else {
            try (Database database = Stores.open(config)) {
                database.backup(file);
            }
            Database.check(file);
        }
        return "The database is in "
                + file
                + ". It holds secrets: keep it where only you can read it.";
    }

    private static String restore(Path file, ServerConfig config) throws IOException {
        Optional<PostgresTools> postgres = postgres(config);
        if (postgres.isPresent()) {
            postgres.get().check(file);
        } else {
            Database.check(file);
        }
        DataDirLock lock =
                DataDirLock.tryLock(config.dataDir())
                        .orElseThrow(() ->
                                new ConfigException(
                                        "A server runs in "
                                                + config.dataDir()
                                                + ". Stop it first, then restore."));
        if (postgres.isPresent()) {
            return restore(postgres.get(), lock, file, config);
        }
        Path current = Stores.file(config);
        Path before = current.resolveSibling("rostra.db.before-restore");
        try (lock) {
            if (Files.exists(current)) {
                // Opening and closing puts what SQLite keeps beside the file into it.
                Stores.open(config).close();
                Files.move(current, before, StandardCopyOption.REPLACE_EXISTING);
            }
            Path copy = current.resolveSibling("rostra.db.restoring");
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            if (copy.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(copy, current, StandardCopyOption.ATOMIC_MOVE);
            Stores.open(config).close();
        }
        return "Restored. What was there before is in " + before + ".";
    }

    private static String restore(
            PostgresTools postgres, DataDirLock lock, Path file, ServerConfig config)
            throws IOException {
        Path before = config.dataDir().resolve("postgres-before-restore.dump");
        try (lock) {
            Files.deleteIfExists(before);
            postgres.backup(before);
            postgres.restore(file);
            Stores.open(config).close();
        }
        return "Restored. What was there before is in " + before + ".";
    }

    private static Optional<PostgresTools> postgres(ServerConfig config) throws IOException {
        return config.databaseUrl().isPresent()
                ? Optional.of(new PostgresTools(config.databaseUrl().get().text()))
                : Optional.empty();
    }

    private static String workspace(List<String> words, Database database) {
        PlatformStores stores = PlatformStores.of(database, InstantSource.system());
        stores.fillIfEmpty();
        switch (words.getFirst()) {
            case "list" -> {
                return stores.workspaces().all().stream()
                        .map(each ->
                                "%s  %-20s  access key %s"
                                        .formatted(
                                                each.id(),
                                                each.subdomain(),
                                                each.keys().accessKey()))
                        .collect(Collectors.joining("\n"));
            }
            case "add" -> {
                return add(subdomain(words), stores);
            }
            case "rotate-keys" -> {
                return rotate(subdomain(words), graceHours(words), stores);
            }
            default -> throw new ConfigException(USAGE);
        }
    }

    private static String add(String subdomain, PlatformStores stores) {
        try {
            Workspace made = stores.workspaces().create(subdomain);
            stores.audit().add(made.id(), "command line", "workspace add", subdomain);
            return "Workspace %s (%s)%nAccess key: %s%nSecret:     %s"
                    .formatted(subdomain, made.id(), made.keys().accessKey(), made.keys().secret());
        } catch (NameTakenException _) {
            throw new ConfigException("There is a workspace " + subdomain + " already");
        }
    }

    private static String rotate(String subdomain, int hours, PlatformStores stores) {
        Workspace workspace =
                stores.workspaces().all().stream()
                        .filter(each -> each.subdomain().equals(subdomain))
                        .findFirst()
                        .orElseThrow(
                                () -> new ConfigException("There is no workspace " + subdomain));
        KeyPair keys =
                stores.workspaces()
                        .rotateKeys(workspace.id(), Duration.ofHours(hours))
                        .orElseThrow();
        stores.audit().add(workspace.id(), "command line", "workspace rotate-keys", subdomain);
        return "Access key: %s%nSecret:     %s%nThe old keys count for %d hours more."
                .formatted(keys.accessKey(), keys.secret(), hours);
    }

    private static String subdomain(List<String> words) {
        if (words.size() < 2 || !SUBDOMAIN.matcher(words.get(1)).matches()) {
            throw new ConfigException(
                    "A subdomain has lower-case letters, digits and hyphens.\n" + USAGE);
        }
        return words.get(1);
    }

    private static int graceHours(List<String> words) {
        if (words.size() < 3) {
            return DEFAULT_GRACE_HOURS;
        }
        try {
            int hours = Integer.parseInt(words.get(2));
            if (hours >= 0 && hours <= 90 * 24) {
                return hours;
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw new ConfigException("The hours must be a number between 0 and 2160");
    }
}
