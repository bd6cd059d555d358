package io.rostra.platform.store;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/// The kinds of database that the same tests run on.
public enum TestDatabase {
    SQLITE,
    POSTGRES;

    /// @param folder of an SQLite file; for PostgreSQL, its name stands for a database of its own
    public Database open(Path folder) {
        return openAt(locationOf(folder));
    }

    /// Path or URL of that database.
    String locationOf(Path folder) {
        return switch (this) {
            case SQLITE -> folder.resolve("data/rostra.db").toString();
            case POSTGRES -> PostgresServer.shared().urlFor(folder);
        };
    }

    Database openAt(String location) {
        return switch (this) {
            case SQLITE -> Database.open(Path.of(location));
            case POSTGRES -> Database.openPostgres(location);
        };
    }

    /// As a driver knows it, without any schema.
    DataSource source(Path folder) {
        return switch (this) {
            case SQLITE -> {
                Path file = Path.of(locationOf(folder));
                file.getParent().toFile().mkdirs();
                var source = new SQLiteDataSource();
                source.setUrl("jdbc:sqlite:" + file);
                yield source;
            }
            case POSTGRES -> {
                var source = new PGSimpleDataSource();
                source.setUrl(locationOf(folder));
                yield source;
            }
        };
    }
}
