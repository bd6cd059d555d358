package io.rostra.platform.store;

import java.nio.file.Path;

/// The kinds of database that the same tests run on.
public enum TestDatabase {
    SQLITE,
    POSTGRES;

    /// @param folder of an SQLite file; for PostgreSQL, its name stands for a database of its own
    public Database open(Path folder) {
        return switch (this) {
            case SQLITE -> Database.open(folder.resolve("data/rostra.db"));
            case POSTGRES -> Database.openPostgres(PostgresServer.shared().urlFor(folder));
        };
    }
}
