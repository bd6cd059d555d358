package io.rostra.socketio.conformance;

import io.rostra.socketio.Namespace;
import io.rostra.socketio.SocketIoOptions;
import io.rostra.socketio.SocketIoServer;
import io.rostra.socketio.engine.CloseReason;
import io.rostra.socketio.engine.EngineListener;
import io.rostra.socketio.engine.EngineOptions;
import io.rostra.socketio.engine.EngineServer;
import io.rostra.socketio.engine.EngineSession;
import io.rostra.socketio.engine.OutboundMessage;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;

/// What the published suites expect to speak to: an echo on `/engine.io/`, and on `/socket.io/` the
/// namespaces `/` and `/custom` that tell the auth they got and send messages back.
public final class ReferenceServer {
    private ReferenceServer() {}

    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3000;
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        EngineOptions engineOptions =
                EngineOptions.defaults()
                        .withHeartbeat(Duration.ofMillis(300), Duration.ofMillis(200))
                        // For clients that look for one message at a time on a busy machine.
                        .withHandshakePause(Duration.ofMillis(30));
        new EngineServer(vertx, engineOptions, Echo::new).mount(router, "/engine.io");
        SocketIoServer io =
                new SocketIoServer(
                        vertx,
                        SocketIoOptions.defaults()
                                .withEngine(engineOptions)
                                .withConnectTimeout(Duration.ofSeconds(1)));
        echo(io.main());
        echo(io.of("/custom"));
        io.mount(router);
        vertx.createHttpServer()
                .requestHandler(router)
                .listen(port, "127.0.0.1")
                .onSuccess(_ -> System.out.println("listening on port " + port))
                .onFailure(failure -> {
                    System.err.println(failure.getMessage());
                    System.exit(1);
                });
    }

    private static void echo(Namespace namespace) {
        namespace.onConnection(socket -> socket.emit("auth", socket.auth()));
        namespace.on("message", (socket, event) -> socket.emit("message-back", event.arguments()));
        namespace.on("message-with-ack", (_, event) -> event.acknowledge(event.arguments()));
    }

    private record Echo(EngineSession session) implements EngineListener {
        @Override
        public void onText(String message) {
            session.send(OutboundMessage.text(message));
        }

        @Override
        public void onBinary(byte[] message) {
            session.send(OutboundMessage.binary(message));
        }

        @Override
        public void onClose(CloseReason reason) {}
    }
}
