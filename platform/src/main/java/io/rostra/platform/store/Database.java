package io.rostra.platform.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The embedded SQLite file, brought to the newest schema. Thread-safe.
///
/// Every call blocks. SQLite runs in native code, where a virtual thread keeps its carrier; so only
/// as many calls run at once as there are connections, and the others wait cheaply.
public final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 4;

    private final Semaphore free = new Semaphore(CONNECTIONS, true);
    private final Queue<Handle> idle = new ConcurrentLinkedQueue<>();

    private Database(Jdbi jdbi) {
        for (int i = 0; i < CONNECTIONS; i++) {
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
            return new Database(Jdbi.create(source));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the database " + file, e);
        } catch (JdbiException | FlywayException e) {
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
        } finally {
            if (handle != null) {
                idle.add(handle);
            }
            free.release();
        }
    }

    interface Work<T, X extends Exception> {
        T run(Handle handle) throws X;
    }

    /// Whether the store answers at all.
    public boolean isUsable() {
        return read(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
    }

    /// Waits for the calls that are running.
    @Override
    public void close() {
        free.acquireUninterruptibly(CONNECTIONS);
        try {
            idle.forEach(Handle::close);
            idle.clear();
        } finally {
            free.release(CONNECTIONS);
        }
    }
}
