package io.rostra.platform.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The embedded SQLite file, brought to the newest schema. Thread-safe.
///
/// Every call blocks. SQLite runs in native code, where a virtual thread keeps its carrier; so only
/// a few calls run at once and the others wait cheaply.
public final class Database implements AutoCloseable {

    private static final int CONCURRENT_CALLS = 4;

    private final Jdbi jdbi;
    private final Connection keeper;
    private final Semaphore calls = new Semaphore(CONCURRENT_CALLS, true);

    private Database(Jdbi jdbi, Connection keeper) {
        this.jdbi = jdbi;
        this.keeper = keeper;
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
            // SQLite folds its log back whenever the last connection closes. Holding one open keeps
            // that from happening after every call.
            return new Database(Jdbi.create(source), source.getConnection());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the database " + file, e);
        } catch (SQLException | FlywayException e) {
            throw new UncheckedIOException(
                    "Cannot open the database " + file, new IOException(e.getMessage(), e));
        }
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

    private static void migrate(SQLiteDataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:io/rostra/platform/store/migration")
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
    <T> T inTransaction(Work<T> work) {
        calls.acquireUninterruptibly();
        try {
            return jdbi.inTransaction(work::run);
        } finally {
            calls.release();
        }
    }

    interface Work<T> {
        T run(Handle handle);
    }

    /// Whether the store answers at all.
    public boolean isUsable() {
        return inTransaction(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
    }

    @Override
    public void close() {
        try {
            keeper.close();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close the database", e);
        }
    }
}
