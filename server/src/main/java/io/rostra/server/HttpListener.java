package io.rostra.server;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// The TCP port, served by several event loops: Vert.x gives each its share of the connections, and
/// a connection stays with its loop. Thread-safe.
final class HttpListener {

    private final List<HttpServer> servers;
    private final Supplier<Future<Void>> undeploy;

    private HttpListener(List<HttpServer> servers, Supplier<Future<Void>> undeploy) {
        this.servers = List.copyOf(servers);
        this.undeploy = undeploy;
    }

    /// @param requests called on the loop of the connection
    static Future<HttpListener> listen(
            Vertx vertx,
            HttpServerOptions options,
            int loops,
            Handler<HttpServerRequest> requests) {
        var servers = new CopyOnWriteArrayList<HttpServer>();
        // With 0 each loop would get a port of its own, with -1 they share what the system chose.
        HttpServerOptions shared =
                new HttpServerOptions(options)
                        .setPort(options.getPort() == 0 ? -1 : options.getPort());
        return vertx.deployVerticle(
                        () ->
                                new VerticleBase() {
                                    @Override
                                    public Future<?> start() {
                                        HttpServer server =
                                                vertx.createHttpServer(shared)
                                                        .requestHandler(requests);
                                        servers.add(server);
                                        return server.listen();
                                    }
                                },
                        new DeploymentOptions().setInstances(loops))
                .map(id -> new HttpListener(servers, () -> vertx.undeploy(id)));
    }

    int port() {
        return servers.getFirst().actualPort();
    }

    List<HttpServer> servers() {
        return servers;
    }

    /// Takes no more connections and ends those there are.
    Future<Void> close() {
        return undeploy.get();
    }
}
