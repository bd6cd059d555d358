package io.rostra.socketio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.rostra.socketio.SocketIoOptions;
import io.rostra.socketio.SocketIoServer;
import io.rostra.socketio.engine.RawWebSocket;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An HTTP server of Vert.x that speaks TLS itself: its handler stays in the pipeline of a
/// connection whose HTTP handlers are taken out.
@Timeout(60)
final class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir static Path folder;

    private static Path keys;
    private static SSLContext context;
    private static X509TrustManager trust;

    private final Vertx vertx = Vertx.vertx();
    private SocketIoServer io;
    private int port;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = folder.resolve("keys.p12");
        makeKeys(keys);
        trustOnly(keys);
    }

    @BeforeEach
    void start() {
        io = new SocketIoServer(vertx, SocketIoOptions.defaults());
        io.main().on("echo", (socket, event) -> socket.emit("echo", event.arguments()));
        Router router = Router.router(vertx);
        io.mount(router);
        var options =
                io.configure(new HttpServerOptions())
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(keys.toString()).setPassword(PASSWORD));
        port =
                vertx.createHttpServer(options)
                        .requestHandler(router)
                        .listen(0, "localhost")
                        .await()
                        .actualPort();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private static void makeKeys(Path file) throws Exception {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made =
                new ProcessBuilder(
                                tool.toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "server",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(made.waitFor()).isZero();
    }

    private static void trustOnly(Path keys) throws Exception {
        KeyStore made = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        Certificate certificate = made.getCertificate("server");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        trust = (X509TrustManager) factory.getTrustManagers()[0];
        context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling websocket"})
    void theOfficialClientConnectsByHttps(String transports) throws Exception {
        OkHttpClient http =
                new OkHttpClient.Builder()
                        .sslSocketFactory(context.getSocketFactory(), trust)
                        .build();
        IO.Options options =
                IO.Options.builder()
                        .setForceNew(true)
                        .setReconnection(false)
                        .setTransports(transports.split(" "))
                        .build();
        options.callFactory = http;
        options.webSocketFactory = http;
        Socket socket = IO.socket(URI.create("https://localhost:" + port), options);
        var connected = new CompletableFuture<Object>();
        socket.once(Socket.EVENT_CONNECT, _ -> connected.complete(true));
        socket.once(
                Socket.EVENT_CONNECT_ERROR,
                error -> connected.completeExceptionally((Exception) error[0]));
        socket.connect();
        connected.get(20, TimeUnit.SECONDS);
        try {
            // Many TLS records long.
            byte[] bytes = new byte[400_000];
            Arrays.fill(bytes, (byte) 9);
            var echo = new CompletableFuture<Object[]>();
            socket.once("echo", echo::complete);
            socket.emit("echo", bytes, "end");
            assertThat(echo.get(10, TimeUnit.SECONDS)).containsExactly(bytes, "end");
        } finally {
            socket.close();
            http.dispatcher().executorService().shutdown();
        }
    }

    @Test
    void aWebSocketIsTakenOverWithItsTls() throws Exception {
        var connected = context.getSocketFactory().createSocket("localhost", port);
        try (var socket = new RawWebSocket(connected, "/socket.io/?EIO=4&transport=websocket")) {
            assertThat(socket.status()).startsWith("HTTP/1.1 101");
            assertThat(socket.readText()).startsWith("0{");
            socket.text("40");
            assertThat(socket.readText()).startsWith("40{");
            for (int i = 0; i < 100; i++) {
                socket.text("42[\"echo\"," + i + "]");
            }
            for (int i = 0; i < 100; i++) {
                assertThat(socket.readText()).isEqualTo("42[\"echo\"," + i + "]");
            }
            assertThat(io.connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void whoClosesTlsIsGone() throws Exception {
        var connected = context.getSocketFactory().createSocket("localhost", port);
        var socket = new RawWebSocket(connected, "/socket.io/?EIO=4&transport=websocket");
        assertThat(socket.readText()).startsWith("0{");
        assertThat(io.connectionCount()).isEqualTo(1);
        connected.close();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (io.connectionCount() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(io.connectionCount()).isZero();
    }
}
