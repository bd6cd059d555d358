package io.rostra.socketio.bench;

import io.rostra.socketio.SocketIoOptions;
import io.rostra.socketio.SocketIoServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// Our server under test; `bench/socketio/node-server.mjs` is its twin. Tells its port on standard
/// output, then answers each line it reads with a garbage collection, and ends with its input.
public final class BenchServer {
    private BenchServer() {}

    public static void main(String[] arguments) throws IOException {
        Vertx vertx = Vertx.vertx();
        SocketIoServer io = new SocketIoServer(vertx, SocketIoOptions.defaults());
        io.main()
                .on(
                        "join",
                        (socket, event) -> {
                            socket.join("room");
                            event.acknowledge();
                        });
        for (String relayed : new String[] {"ev", "bin"}) {
            io.main()
                    .on(
                            relayed,
                            (socket, event) -> socket.to("room").emit(relayed, event.arguments()));
        }
        Router router = Router.router(vertx);
        io.mount(router);
        int port =
                vertx.createHttpServer(io.configure(new HttpServerOptions().setAcceptBacklog(4096)))
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .await()
                        .actualPort();
        System.out.println(port);
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (commands.readLine() != null) {
            System.gc();
            System.out.println("collected");
        }
        System.exit(0);
    }
}
