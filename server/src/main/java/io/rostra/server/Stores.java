package io.rostra.server;

import io.rostra.platform.store.Database;
import io.rostra.platform.store.PlatformStores;
import io.rostra.platform.workspace.Workspace;
import io.rostra.platform.workspace.Workspaces;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What is stored in the data folder, filled on first start.
///
/// @param workspaces with the keys in force
record Stores(PlatformStores platform, Workspaces workspaces) {

    static Database open(ServerConfig config) {
        return config.databaseUrl()
                .map(url -> Database.openPostgres(url.text()))
                .orElseGet(() -> Database.open(file(config)));
    }

    /// Of the embedded database.
    static Path file(ServerConfig config) {
        return config.dataDir().resolve("rostra.db");
    }

    /// @param database stays the caller's, who closes it
    static Stores of(Database database, ServerConfig config) {
        PlatformStores platform = PlatformStores.of(database, InstantSource.system());
        platform.fillIfEmpty();
        return new Stores(
                platform,
                new Workspaces(
                        withConfiguredKeys(platform.workspaces().all(), config),
                        platform.workspaces().retiredKeys()));
    }

    /// A key pair from the configuration stands in for that of the first workspace. It is not
    /// stored: without it, the stored pair is in force again.
    static List<Workspace> withConfiguredKeys(List<Workspace> stored, ServerConfig config) {
        List<Workspace> workspaces = new ArrayList<>(stored);
        config.keys()
                .ifPresent(keys -> {
                    Workspace first = workspaces.getFirst();
                    workspaces.set(0, new Workspace(first.id(), first.subdomain(), keys));
                });
        return workspaces;
    }
}
