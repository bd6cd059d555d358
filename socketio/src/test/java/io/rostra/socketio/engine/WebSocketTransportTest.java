package io.rostra.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.socketio.engine.RawWebSocket.Frame;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The handshake and the frames of RFC 6455, and those who break its rules.
@Timeout(60)
final class WebSocketTransportTest {
    private static final String PATH = "/engine.io/?EIO=4&transport=websocket";

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
    private EngineServer engine;
    private int port;

    @BeforeEach
    void start() {
        EngineOptions options =
                EngineOptions.defaults().withLimits(10_000, 1_000_000, 500).withCors(Cors.any());
        engine = new EngineServer(vertx, options, this::open);
        port = LocalServer.start(vertx, router -> engine.mount(router, "/engine.io"));
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private EngineListener open(EngineSession session) {
        return new EngineListener() {
            @Override
            public void onText(String message) {
                session.send(OutboundMessage.text(message));
            }

            @Override
            public void onBinary(byte[] message) {
                session.send(OutboundMessage.binary(message));
            }

            @Override
            public void onClose(CloseReason reason) {
                closed.add(reason);
            }
        };
    }

    private RawWebSocket connect() throws IOException {
        RawWebSocket socket = new RawWebSocket(port, PATH);
        assertThat(socket.readText()).startsWith("0{");
        return socket;
    }

    private CloseReason reason() throws InterruptedException {
        CloseReason reason = closed.poll(10, TimeUnit.SECONDS);
        assertThat(reason).isNotNull();
        return reason;
    }

    @Test
    void answersTheHandshakeOfTheRfcsExample() throws IOException {
        try (RawWebSocket socket = new RawWebSocket(port, PATH)) {
            assertThat(socket.status())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }
    }

    @Test
    void refusesToUpgradeForAnUnknownSession() throws IOException {
        try (RawWebSocket socket = new RawWebSocket(port, PATH + "&sid=nobody")) {
            assertThat(socket.status()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void assemblesFragmentsWithControlFramesBetween() throws IOException {
        try (RawWebSocket socket = connect()) {
            byte[] half = "4héé".getBytes(StandardCharsets.UTF_8);
            // In the middle of a character.
            socket.send(
                    RawWebSocket.TEXT & RawWebSocket.NOT_LAST, java.util.Arrays.copyOf(half, 3));
            socket.send(RawWebSocket.PING, new byte[] {7});
            socket.send(
                    RawWebSocket.CONTINUATION, java.util.Arrays.copyOfRange(half, 3, half.length));
            Frame pong = socket.read();
            assertThat(pong.first()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.payload()).containsExactly(7);
            assertThat(socket.readText()).isEqualTo("4héé");
        }
    }

    @Test
    void saysGoodbyeBack() throws Exception {
        try (RawWebSocket socket = connect()) {
            socket.send(RawWebSocket.CLOSE, new byte[] {0x0f, (byte) 0xa0});
            assertThat(socket.readClose()).isEqualTo(4000);
            assertThat(socket.isAtEnd()).isTrue();
            assertThat(reason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
        }
    }

    @Test
    void seesAConnectionThatIsCut() throws Exception {
        connect().close();
        assertThat(reason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
        assertThat(engine.sessionCount()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "not masked,                          8102 3478,                                     1002",
        "reserved bit,                        c182 00000000 3478,                            1002",
        "unknown opcode,                      8382 00000000 3478,                            1002",
        "long ping,                           89fe 0080 00000000,                            1002",
        "ping in fragments,                   0980 00000000,                                 1002",
        "continuation of nothing,             8082 00000000 3478,                            1002",
        "text within fragments,               0182 00000000 3478 8182 00000000 3478,         1002",
        "length beyond any message,           81ff 4000000000000000 00000000,                1009",
        "length of more than a message,       81fe ffff 00000000,                            1009",
        "text that is not UTF-8,              8183 00000000 34c328,                          1007",
        "close without a full code,           8881 00000000 03,                              1002",
        "no packet,                           8180 00000000,                                 1007",
        "unknown packet,                      8181 00000000 39,                              1007",
    })
    void whoBreaksTheRulesIsToldAndCut(String what, String hex, int code) throws Exception {
        try (RawWebSocket good = connect();
                RawWebSocket bad = connect()) {
            bad.write(java.util.HexFormat.of().parseHex(hex.replace(" ", "")));
            assertThat(bad.readClose()).as(what).isEqualTo(code);
            assertThat(reason()).isIn(CloseReason.TRANSPORT_ERROR, CloseReason.PARSE_ERROR);
            good.text("4still here");
            assertThat(good.readText()).isEqualTo("4still here");
        }
    }

    @Test
    void fragmentsTogetherAreNoLargerThanAMessage() throws Exception {
        try (RawWebSocket socket = connect()) {
            socket.send(RawWebSocket.TEXT & RawWebSocket.NOT_LAST, new byte[6_000]);
            socket.send(RawWebSocket.CONTINUATION & RawWebSocket.NOT_LAST, new byte[6_000]);
            assertThat(socket.readClose()).isEqualTo(1009);
            assertThat(reason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
        }
    }

    /// A client that does not answer the close frame is cut all the same.
    @Test
    void closesWithoutTheClientsHelp() throws Exception {
        try (RawWebSocket socket = connect()) {
            engine.close();
            assertThat(socket.readClose()).isEqualTo(1001);
            assertThat(socket.isAtEnd()).isTrue();
        }
    }

    /// Whatever comes over the wire ends that one connection at worst.
    @Test
    void survivesRandomBytes() throws Exception {
        Random random = new Random(12);
        long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        try (RawWebSocket good = connect()) {
            for (int i = 0; i < 300 && System.nanoTime() < end; i++) {
                try (RawWebSocket bad = connect()) {
                    byte[] bytes = new byte[random.nextInt(200)];
                    random.nextBytes(bytes);
                    if (bytes.length > 1 && random.nextBoolean()) {
                        // A frame that begins well gets further.
                        bytes[0] = (byte) (0x80 | random.nextInt(11));
                        bytes[1] |= (byte) 0x80;
                    }
                    bad.write(bytes);
                } catch (IOException cut) {
                    assertThat(cut).isNotNull();
                }
            }
            good.text("4still here");
            assertThat(good.readText()).isEqualTo("4still here");
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (engine.sessionCount() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(engine.sessionCount()).isZero();
    }
}
