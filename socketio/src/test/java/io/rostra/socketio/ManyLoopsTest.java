package io.rostra.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.socketio.engine.RawWebSocket;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connections on several event loops, sessions on one.
@Timeout(60)
final class ManyLoopsTest {
    private static final int CLIENTS = 8;

    /// With their filling less than what may wait for one client.
    private static final int EVENTS = 1_200;

    private final Vertx vertx = Vertx.vertx();
    private final List<RawWebSocket> clients = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (RawWebSocket client : clients) {
            client.close();
        }
        vertx.close().await();
    }

    private final class Listener extends AbstractVerticle {
        private final SocketIoServer io;
        private final AtomicInteger port;

        Listener(SocketIoServer io, AtomicInteger port) {
            this.io = io;
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            Router router = Router.router(vertx);
            io.mount(router);
            vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(-1, "127.0.0.1")
                    .map(HttpServer::actualPort)
                    .onSuccess(port::set)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    @Test
    void keepsOrderAndReachesEverybody() throws Exception {
        SocketIoServer io = new SocketIoServer(vertx, SocketIoOptions.defaults());
        io.main().on("say", (socket, event) -> io.main().emit("said", event.arguments()));
        AtomicInteger port = new AtomicInteger();
        vertx.deployVerticle(() -> new Listener(io, port), new DeploymentOptions().setInstances(3))
                .await();
        for (int i = 0; i < CLIENTS; i++) {
            RawWebSocket client =
                    new RawWebSocket(port.get(), "/socket.io/?EIO=4&transport=websocket");
            clients.add(client);
            client.readText();
            client.text("40");
            assertThat(client.readText()).startsWith("40{");
        }
        // More on its way to the server's loop than a message may be long, so that reading pauses.
        String filling = "x".repeat(3_000);
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; i < EVENTS; i++) {
                                try {
                                    clients.get(i % CLIENTS)
                                            .text("42[\"say\"," + i + ",\"" + filling + "\"]");
                                } catch (IOException closed) {
                                    throw new java.io.UncheckedIOException(closed);
                                }
                            }
                        });
        List<Thread> readers = new ArrayList<>();
        List<List<Integer>> heard = new ArrayList<>();
        for (RawWebSocket client : clients) {
            List<Integer> numbers = new ArrayList<>();
            heard.add(numbers);
            readers.add(Thread.ofVirtual().start(() -> read(client, numbers)));
        }
        writer.join();
        for (Thread reader : readers) {
            reader.join();
        }
        for (List<Integer> numbers : heard) {
            assertThat(numbers).hasSize(EVENTS);
            assertThat(numbers).as("the same for all").isEqualTo(heard.getFirst());
            for (int sender = 0; sender < CLIENTS; sender++) {
                int remainder = sender;
                assertThat(numbers.stream().filter(n -> n % CLIENTS == remainder).toList())
                        .isSorted();
            }
        }
    }

    private static void read(RawWebSocket client, List<Integer> numbers) {
        try {
            while (numbers.size() < EVENTS) {
                String text = client.read().text();
                if (text.startsWith("42[\"said\",")) {
                    numbers.add(Integer.valueOf(text.substring(10, text.indexOf(',', 10))));
                }
            }
        } catch (IOException closed) {
            assertThat(closed).as("after " + numbers.size()).isNull();
        }
    }
}
