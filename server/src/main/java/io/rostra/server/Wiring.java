package io.rostra.server;

import io.rostra.platform.api.PlatformApi;
import io.rostra.platform.store.Database;
import io.rostra.platform.token.JwtTokenVerifier;
import io.rostra.platform.token.TokenIssuer;
import io.rostra.platform.token.TokenKeys;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

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
        Database database = started.add(Stores.open(config));
        Stores stores = Stores.of(database, config);
        var verifier = new JwtTokenVerifier(new TokenKeys(stores.workspaces()), stores.clock());
        var api =
                new PlatformApi(
                        stores.workspaces(),
                        stores.rooms(),
                        stores.templates(),
                        verifier,
                        new TokenIssuer(stores.clock()),
                        config.guests());

        Router router = Router.router(vertx);
        new Health(database).mount(router);
        api.mount(router);
        api.mountNotFound(router);
        router.route().handler(WebApp.load(config.webRoot()));
        return router;
    }
}
