package io.rostra.server;

import io.rostra.platform.store.Database;
import io.rostra.platform.store.FirstStart;
import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.store.TemplateStore;
import io.rostra.platform.store.WorkspaceStore;
import io.rostra.platform.workspace.Workspace;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What is stored in the data folder, filled on first start.
///
/// @param workspaces with the keys in force
record Stores(
        InstantSource clock, RoomStore rooms, TemplateStore templates, List<Workspace> workspaces) {

    static Database open(ServerConfig config) {
        return Database.open(config.dataDir().resolve("rostra.db"));
    }

    /// @param database stays the caller's, who closes it
    static Stores of(Database database, ServerConfig config) {
        InstantSource clock = InstantSource.system();
        var ids = new ObjectIds(clock);
        new FirstStart(database, ids, clock).fillIfEmpty();
        var templates = new TemplateStore(database, ids, clock);
        return new Stores(
                clock,
                new RoomStore(database, templates, ids, clock),
                templates,
                withConfiguredKeys(new WorkspaceStore(database).all(), config));
    }

    /// A key pair from the configuration stands in for that of the first workspace. It is not
    /// stored: without it, the stored pair is in force again.
    private static List<Workspace> withConfiguredKeys(List<Workspace> stored, ServerConfig config) {
        List<Workspace> workspaces = new ArrayList<>(stored);
        config.keys()
                .ifPresent(keys -> {
                    Workspace first = workspaces.getFirst();
                    workspaces.set(0, new Workspace(first.id(), first.subdomain(), keys));
                });
        return workspaces;
    }
}
