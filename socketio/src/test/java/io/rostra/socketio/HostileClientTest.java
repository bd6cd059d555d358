package io.rostra.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.socketio.engine.EngineOptions;
import io.rostra.socketio.engine.LocalServer;
import io.rostra.socketio.engine.RawWebSocket;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that mean harm: they get a clear end, and a bystander notices nothing.
@Timeout(60)
final class HostileClientTest {
    private static final int POLICY_VIOLATION = 1008;
    private static final int NOT_THE_PROTOCOL = 1007;

    private final Vertx vertx = Vertx.vertx();
    private SocketIoServer io;
    private int port;
    private RawWebSocket bystander;

    @BeforeEach
    void start() throws IOException {
        io =
                new SocketIoServer(
                        vertx,
                        SocketIoOptions.defaults()
                                .withConnectTimeout(Duration.ofSeconds(2))
                                .withEngine(
                                        EngineOptions.defaults()
                                                .withLimits(100_000, 300_000, 1_000)
                                                .withHeartbeat(
                                                        Duration.ofMillis(300),
                                                        Duration.ofSeconds(30))));
        io.main().on("echo", (socket, event) -> socket.emit("echo", event.arguments()));
        io.main().on("ask", (_, event) -> event.acknowledge(event.arguments()));
        io.main()
                .on(
                        "fail",
                        (_, _) -> {
                            throw new IllegalStateException("a handler's bug, for the test");
                        });
        io.dynamic((name, _) -> name.startsWith("/room-"), _ -> {});
        port = LocalServer.start(vertx, io::mount);
        bystander = connect();
    }

    @AfterEach
    void stop() throws IOException {
        try {
            bystander.text("42[\"echo\",\"undisturbed\"]");
            assertThat(bystander.readText()).isEqualTo("42[\"echo\",\"undisturbed\"]");
        } finally {
            bystander.close();
            vertx.close().await();
        }
    }

    private RawWebSocket open() throws IOException {
        RawWebSocket socket = new RawWebSocket(port, "/socket.io/?EIO=4&transport=websocket");
        assertThat(socket.readText()).startsWith("0{");
        return socket;
    }

    private RawWebSocket connect() throws IOException {
        RawWebSocket socket = open();
        socket.text("40");
        assertThat(socket.readText()).startsWith("40{");
        return socket;
    }

    @Test
    void namespacesThatDoNotExistAreRefusedOneByOne() throws IOException {
        try (RawWebSocket socket = open()) {
            for (int i = 0; i < 1_000; i++) {
                socket.text("40/nothing-" + i + ",");
                assertThat(socket.readText())
                        .isEqualTo("44/nothing-" + i + ",{\"message\":\"Invalid namespace\"}");
            }
        }
    }

    @Test
    void namespacesThatCouldExistAreLimited() throws IOException {
        try (RawWebSocket socket = open()) {
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                socket.text("40/room-" + i + ",");
                answers.add(socket.readText());
            }
            assertThat(answers.stream().filter(answer -> answer.startsWith("40/"))).hasSize(16);
            assertThat(answers.get(16)).contains("Too many namespaces");
        }
    }

    @Test
    void aNameWithoutAnEndIsMalformed() throws IOException {
        try (RawWebSocket socket = open()) {
            socket.text("40/" + "n".repeat(50_000));
            assertThat(socket.readClose()).isEqualTo(NOT_THE_PROTOCOL);
        }
    }

    @Test
    void whoNeverConnectsIsClosed() throws IOException {
        try (RawWebSocket socket = open()) {
            assertThatClosesWhileAnsweringPings(socket, 1000);
        }
    }

    /// Pings are answered all the time, so only the missing attachment can be the reason.
    @Test
    void attachmentsThatNeverComeEndTheConnection() throws IOException {
        try (RawWebSocket socket = connect()) {
            socket.text("452-[\"echo\",{\"_placeholder\":true,\"num\":0},1]");
            socket.binary(new byte[10]);
            assertThatClosesWhileAnsweringPings(socket, NOT_THE_PROTOCOL);
        }
    }

    @Test
    void attachmentsThatComeSlowlyAreWaitedFor() throws IOException {
        try (RawWebSocket socket = connect()) {
            StringBuilder placeholders = new StringBuilder();
            for (int i = 0; i < 8; i++) {
                placeholders.append(",{\"_placeholder\":true,\"num\":").append(i).append('}');
            }
            socket.text("458-[\"ask\"" + placeholders + "]");
            for (int i = 0; i < 7; i++) {
                // One in each heartbeat.
                assertThat(socket.read().text()).isEqualTo("2");
                socket.binary(new byte[] {1});
                socket.text("3");
            }
            socket.binary(new byte[] {1});
            socket.text("421[\"ask\",\"alive\"]");
            assertThat(socket.readText()).isEqualTo("431[\"alive\"]");
        }
    }

    @Test
    void attachmentsTogetherAreLimited() throws IOException {
        try (RawWebSocket socket = connect()) {
            socket.text("4532-[\"echo\"]");
            int code = 0;
            try {
                for (int i = 0; i < 45; i++) {
                    socket.binary(new byte[99_000]);
                }
                code = socket.readClose();
            } catch (IOException cutWhileWriting) {
                code = NOT_THE_PROTOCOL;
            }
            assertThat(code).isEqualTo(NOT_THE_PROTOCOL);
        }
    }

    @Test
    void moreAttachmentsThanAllowedAreMalformed() throws IOException {
        try (RawWebSocket socket = connect()) {
            socket.text("45999999-[\"echo\"]");
            assertThat(socket.readClose()).isEqualTo(NOT_THE_PROTOCOL);
        }
    }

    /// Asks and asks and never reads the answers.
    @Test
    void aFloodThatDoesNotReadIsClosedAsSlow() throws IOException {
        try (RawWebSocket socket = connect()) {
            String question = "421[\"ask\",\"" + "x".repeat(50_000) + "\"]";
            try {
                for (int i = 0; i < 2_000; i++) {
                    socket.text(question);
                }
            } catch (IOException cut) {
                assertThat(cut).isNotNull();
            }
        }
        awaitConnections(1);
    }

    @Test
    void aFloodThatReadsIsServedInOrder() throws Exception {
        try (RawWebSocket socket = connect()) {
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (int i = 0; i < 20_000; i++) {
                                        socket.text("42" + i + "[\"ask\"]");
                                    }
                                } catch (IOException closed) {
                                    assertThat(closed).isNull();
                                }
                            });
            for (int i = 0; i < 20_000; i++) {
                // Answers only: a ping would be answered in the middle of the writer's frame.
                String answer = socket.read().text();
                if (answer.equals("2")) {
                    i--;
                } else {
                    assertThat(answer).isEqualTo("43" + i + "[]");
                }
            }
            writer.join();
        }
    }

    @Test
    void connectionsWithoutEndLeaveNothingBehind() throws IOException {
        for (int i = 0; i < 200; i++) {
            connect().close();
        }
        awaitConnections(1);
    }

    @Test
    void aHandlerThatFailsCostsItsClientOnly() throws IOException {
        try (RawWebSocket socket = connect()) {
            socket.text("42[\"fail\"]");
            assertThat(socket.readText()).isEqualTo("41");
        }
    }

    /// Packets that began well, changed at random places.
    @Test
    void mutatedPacketsEndTheirConnectionAtWorst() throws IOException {
        List<String> seeds =
                List.of(
                        "40/room-1,{\"token\":\"x\"}",
                        "42[\"echo\",{\"a\":[1,2,{\"b\":null}]}]",
                        "4212[\"ask\",\"x\"]",
                        "430[1]",
                        "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]",
                        "41/room-1,");
        Random random = new Random(13);
        long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        int rounds = 0;
        for (; rounds < 200 && System.nanoTime() < end; rounds++) {
            try (RawWebSocket socket = connect()) {
                for (int n = 0; n < 10; n++) {
                    StringBuilder packet =
                            new StringBuilder(seeds.get(random.nextInt(seeds.size())));
                    for (int edits = random.nextInt(3); edits > 0; edits--) {
                        packet.setCharAt(
                                random.nextInt(packet.length()), (char) (32 + random.nextInt(96)));
                    }
                    socket.text(packet.toString());
                    if (random.nextBoolean()) {
                        socket.binary(new byte[random.nextInt(100)]);
                    }
                }
            } catch (IOException cut) {
                assertThat(cut).isNotNull();
            }
        }
        assertThat(rounds).isGreaterThan(10);
        awaitConnections(1);
    }

    private static void assertThatClosesWhileAnsweringPings(RawWebSocket socket, int code)
            throws IOException {
        while (true) {
            RawWebSocket.Frame frame = socket.read();
            if (frame.first() == RawWebSocket.CLOSE) {
                assertThat(frame.closeCode()).isEqualTo(code);
                assertThat(code).isNotEqualTo(POLICY_VIOLATION);
                return;
            }
            if (frame.text().equals("2")) {
                socket.text("3");
            }
        }
    }

    private void awaitConnections(int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (io.connectionCount() != count && System.nanoTime() < deadline) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        assertThat(io.connectionCount()).isEqualTo(count);
    }
}
