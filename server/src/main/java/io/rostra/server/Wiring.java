package io.rostra.server;

import io.rostra.platform.api.PlatformApi;
import io.rostra.platform.store.Database;
import io.rostra.platform.store.FirstStart;
import io.rostra.platform.store.ObjectIds;
import io.rostra.platform.store.RoomStore;
import io.rostra.platform.store.TemplateStore;
import io.rostra.platform.store.WorkspaceStore;
import io.rostra.platform.token.JwtTokenVerifier;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.token.TokenKeys;
import io.rostra.platform.workspace.Workspace;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Builds the parts of the server and joins them: the one place that sees everything.
final class Wiring {

    private final ServerConfig config;
    private final Started started;

    /// @param started takes what has to be closed, also when building fails half-way
    Wiring(ServerConfig config, Started started) {
        this.config = config;
        this.started = started;
    }

    /// Builds everything; blocks while it reads the store.
    ///
    /// @return the routes of the whole server
    Router build(Vertx vertx) {
        InstantSource clock = InstantSource.system();

        Database database = started.add(Database.open(config.dataDir().resolve("rostra.db")));
        var ids = new ObjectIds(clock);
        new FirstStart(database, ids, clock).fillIfEmpty();
        var templates = new TemplateStore(database);
        var rooms = new RoomStore(database, templates, ids, clock);
        List<Workspace> workspaces = withConfiguredKeys(new WorkspaceStore(database).all());
        var verifier = new JwtTokenVerifier(new TokenKeys(workspaces), clock);
        var api =
                new PlatformApi(
                        workspaces,
                        rooms,
                        templates,
                        verifier,
                        new TokenIssuer(clock),
                        config.guests());

        Router router = Router.router(vertx);
        new Health(database).mount(router);
        api.mount(router);
        api.mountNotFound(router);
        router.route().handler(WebApp.load(config.webRoot()));
        return router;
    }

    /// A key pair from the configuration stands in for that of the first workspace. It is not
    /// stored: without it, the stored pair is in force again.
    private List<Workspace> withConfiguredKeys(List<Workspace> stored) {
        List<Workspace> workspaces = new ArrayList<>(stored);
        config.keys()
                .ifPresent(keys -> {
                    Workspace first = workspaces.getFirst();
                    workspaces.set(0, new Workspace(first.id(), first.subdomain(), keys));
                });
        return workspaces;
    }
}
