package io.rostra.platform.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The database, brought to the newest schema: an SQLite file of our own, or a PostgreSQL server.
/// Thread-safe.
///
/// Every call blocks. SQLite runs in native code, where a virtual thread keeps its carrier; so only
/// as many calls run at once as there are connections, and the others wait cheaply.
public final class Database implements AutoCloseable {

    private static final int SQLITE_CONNECTIONS = 4;
    private static final int POSTGRES_CONNECTIONS = 10;
    private static final int VALID_SECONDS = 2;
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final Jdbi jdbi;
    private final Optional<Path> file;
    private final int connections;
    private final Semaphore free;
    private final Queue<Handle> idle = new ConcurrentLinkedQueue<>();

    private Database(Jdbi jdbi, Optional<Path> file, int connections) {
        this.jdbi = jdbi;
        this.file = file;
        this.connections = connections;
        this.free = new Semaphore(connections, true);
        for (int i = 0; i < connections; i++) {
            idle.add(jdbi.open());
        }
    }

    /// Opens the file, making it first when there is none. It holds secrets: only its owner may
    /// read it (SQLite gives its side files the same mode).
    ///
    /// @throws UncheckedIOException when it cannot be opened, is no database or is newer than us
    public static Database open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            createPrivately(file);
            SQLiteDataSource source = new SQLiteDataSource(config());
            source.setUrl("jdbc:sqlite:" + file);
            migrate(source);
            return new Database(Jdbi.create(source), Optional.of(file), SQLITE_CONNECTIONS);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the database " + file, e);
        } catch (JdbiException | FlywayException e) {
            throw new UncheckedIOException(
                    "Cannot open the database " + file, new IOException(e.getMessage(), e));
        }
    }

    /// Opens a database of a PostgreSQL server.
    ///
    /// @param url such as `jdbc:postgresql://db.example.org/rostra?user=rostra&password=...`; never
    ///   logged
    /// @throws UncheckedIOException when it cannot be opened or is newer than us
    public static Database openPostgres(String url) {
        try {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            migrate(source);
            return new Database(Jdbi.create(source), Optional.empty(), POSTGRES_CONNECTIONS);
        } catch (IllegalArgumentException _) {
            throw new UncheckedIOException(
                    "Cannot open the database: its URL is none of PostgreSQL's",
                    new IOException("see database-url"));
        } catch (JdbiException | FlywayException e) {
            // Its words may hold the URL, and that a password.
            throw new UncheckedIOException(
                    "Cannot open the PostgreSQL database",
                    new IOException(String.valueOf(rootOf(e).getMessage())));
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // What the API acknowledged is on the disk, even if the machine loses power.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(5_000);
        return config;
    }

    private static void migrate(DataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:io/rostra/platform/store/migration")
                // Areas of the schema have ranges of their own, so a later one may be there first.
                .outOfOrder(true)
                .load()
                .migrate();
    }

    private static void createPrivately(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
        try {
            if (posix) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException _) {
            if (posix) {
                Files.setPosixFilePermissions(file, ownerOnly);
            }
        }
    }

    /// Runs `work` in one transaction.
    ///
    /// @throws IllegalStateException when closed
    <T, X extends Exception> T inTransaction(Work<T, X> work) throws X {
        return withHandle(handle -> handle.inTransaction(work::run));
    }

    /// Runs `work`, which only reads, without a transaction: it waits for no writer.
    ///
    /// @throws IllegalStateException when closed
    <T, X extends Exception> T read(Work<T, X> work) throws X {
        return withHandle(work);
    }

    private <T, X extends Exception> T withHandle(Work<T, X> work) throws X {
        free.acquireUninterruptibly();
        Handle handle = idle.poll();
        try {
            if (handle == null) {
                throw new IllegalStateException("the database is closed");
            }
            return work.run(handle);
        } catch (JdbiException e) {
            handle = usable(handle);
            throw e;
        } finally {
            if (handle != null) {
                idle.add(handle);
            }
            free.release();
        }
    }

    /// The connection, or a new one in place of one that is broken: a database server may restart.
    private @Nullable Handle usable(@Nullable Handle handle) {
        try {
            if (handle == null || handle.getConnection().isValid(VALID_SECONDS)) {
                return handle;
            }
            Handle fresh = jdbi.open();
            log.warn("A connection to the database was lost, and made anew");
            closeQuietly(handle);
            return fresh;
        } catch (SQLException | JdbiException _) {
            // Not yet; the next call tries again.
            return handle;
        }
    }

    private static void closeQuietly(Handle handle) {
        try {
            handle.close();
        } catch (JdbiException _) {
            // It was broken.
        }
    }

    interface Work<T, X extends Exception> {
        T run(Handle handle) throws X;
    }

    /// Whether the store answers at all.
    public boolean isUsable() {
        return read(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
    }

    /// Writes a copy of an SQLite database, whole and consistent, while others go on using it.
    ///
    /// @param to must not exist
    /// @throws IOException when there is such a file, or it cannot be written
    /// @throws UnsupportedOperationException for PostgreSQL, which has `pg_dump`
    public void backup(Path to) throws IOException {
        if (file.isEmpty()) {
            throw new UnsupportedOperationException("use pg_dump");
        }
        if (Files.exists(to)) {
            throw new FileAlreadyExistsException(to + " exists");
        }
        createPrivately(to);
        // VACUUM INTO takes an empty file, and leaves out what was deleted.
        this.<Integer, RuntimeException>withHandle(handle ->
                handle.createUpdate("VACUUM INTO :file").bind("file", to.toString()).execute());
    }

    /// Checks that a file is a whole database of ours, not newer than we are.
    ///
    /// @throws IOException saying why it is not
    public static void check(Path backup) throws IOException {
        if (!Files.isRegularFile(backup)) {
            throw new IOException("there is no file " + backup);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + backup);
        try (Handle handle = Jdbi.create(source).open()) {
            String verdict =
                    handle.createQuery("PRAGMA integrity_check(1)").mapTo(String.class).one();
            if (!verdict.equals("ok")) {
                throw new IOException(backup + " is damaged: " + verdict);
            }
            handle.createQuery("SELECT COUNT(*) FROM workspaces").mapTo(Long.class).one();
        } catch (JdbiException e) {
            throw new IOException(backup + " is no database of Rostra's", e);
        }
    }

    /// Waits for the calls that are running.
    @Override
    public void close() {
        free.acquireUninterruptibly(connections);
        try {
            idle.forEach(Database::closeQuietly);
            idle.clear();
        } finally {
            free.release(connections);
        }
    }
}
