package io.rostra.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import io.rostra.socketio.engine.EngineServer;
import io.rostra.socketio.engine.Loop;
import io.rostra.socketio.engine.RandomIds;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A Socket.IO v5 server.
///
/// ```java
/// var io = new SocketIoServer(vertx, SocketIoOptions.defaults());
/// io.main().onConnection(socket -> socket.emit("welcome", socket.id()));
/// io.main().on("chat", (socket, event) -> socket.broadcast().emit("chat", event.arguments()));
/// io.mount(router);
/// vertx.createHttpServer().requestHandler(router);
/// ```
///
/// Thread-safe itself; see [#run(Runnable)] for the rest.
public final class SocketIoServer implements AutoCloseable {
    private record Dynamic(BiPredicate<String, JsonNode> accepts, Consumer<Namespace> setUp) {}

    private final SocketIoOptions options;
    private final Function<Namespace, Adapter> adapters;
    private final EngineServer engine;
    private final RandomIds ids = new RandomIds();
    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
    private final List<Dynamic> dynamics = new CopyOnWriteArrayList<>();
    private final AtomicInteger dynamicCount = new AtomicInteger();
    private final Namespace main;

    public SocketIoServer(Vertx vertx, SocketIoOptions options) {
        this(vertx, options, MemoryAdapter::new);
    }

    /// With an adapter of your own for each namespace.
    public SocketIoServer(
            Vertx vertx, SocketIoOptions options, Function<Namespace, Adapter> adapters) {
        this.options = options;
        this.adapters = adapters;
        this.engine =
                new EngineServer(vertx, options.engine(), session -> new Connection(this, session));
        this.main = of("/");
    }

    /// The options as they are: at present nothing has to be set, and callers may leave it out.
    public HttpServerOptions configure(HttpServerOptions http) {
        return http;
    }

    /// Answers all requests below `/socket.io/`. Before any body handler.
    public void mount(Router router) {
        engine.mount(router, "/socket.io");
    }

    /// Answers one request, whatever its path.
    public void handle(HttpServerRequest request) {
        engine.handle(request);
    }

    public SocketIoOptions options() {
        return options;
    }

    /// Runs a task where namespaces and sockets may be used: now if called there, else soon.
    public void run(Runnable task) {
        engine.loop().run(task);
    }

    public Loop loop() {
        return engine.loop();
    }

    public int connectionCount() {
        return engine.sessionCount();
    }

    /// The namespace `/`.
    public Namespace main() {
        return main;
    }

    /// The namespace of a name, with its slash; made when it does not exist.
    public Namespace of(String name) {
        if (!name.startsWith("/")) {
            throw new IllegalArgumentException("a namespace starts with a slash: " + name);
        }
        return namespaces.computeIfAbsent(name, _ -> new Namespace(this, name, false));
    }

    /// Makes namespaces when clients ask for them: `accepts` gets name and auth, `setUp` the new
    /// one. They go with their last socket.
    public void dynamic(BiPredicate<String, JsonNode> accepts, Consumer<Namespace> setUp) {
        dynamics.add(new Dynamic(accepts, setUp));
    }

    /// Refuses new clients and disconnects those there are.
    @Override
    public void close() {
        engine.close();
    }

    Adapter newAdapter(Namespace namespace) {
        return adapters.apply(namespace);
    }

    String newId() {
        return ids.next();
    }

    @Nullable Namespace find(String name, JsonNode auth) {
        Namespace known = namespaces.get(name);
        if (known != null) {
            return known;
        }
        for (Dynamic dynamic : dynamics) {
            if (dynamic.accepts().test(name, auth)) {
                if (dynamicCount.get() >= options.maxDynamicNamespaces()) {
                    return null;
                }
                dynamicCount.incrementAndGet();
                Namespace made = new Namespace(this, name, true);
                dynamic.setUp().accept(made);
                namespaces.put(name, made);
                return made;
            }
        }
        return null;
    }

    void remove(Namespace namespace) {
        if (namespaces.remove(namespace.name(), namespace)) {
            dynamicCount.decrementAndGet();
        }
    }
}
