package io.rostra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The TCP port behind TLS, with the JDK's own client.
class TlsTest {

    @TempDir Path folder;

    @Test
    void servesHttp2AndWebSocketsWithACertificateOfItsOwn() throws Exception {
        Path web = Files.createDirectories(folder.resolve("web"));
        Files.writeString(web.resolve("index.html"), "<!doctype html><p>hello</p>");
        var config =
                ServerConfig.from(
                        Settings.ofEnvironment(
                                Map.of(
                                        "ROSTRA_PORT", "0",
                                        "ROSTRA_MEDIA_PORT", "0",
                                        "ROSTRA_DATA_DIR", folder.resolve("data").toString(),
                                        "ROSTRA_WEB_ROOT", web.toString(),
                                        "ROSTRA_TLS_CERTIFICATE", "self-signed")),
                        folder);
        TlsConfig files = config.tls().orElseThrow();
        try (Server server = Server.start(config);
                HttpClient client = trusting(files)) {
            assertThat(Files.getPosixFilePermissions(files.key())).hasSize(2);

            String host = "localhost:" + server.port();
            HttpResponse<String> page = get(client, "https://" + host + "/");
            assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(page.body()).contains("hello");

            var frames = new Frames();
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .buildAsync(
                                    URI.create(
                                            "wss://"
                                                    + host
                                                    + "/socket.io/?EIO=4&transport=websocket"),
                                    frames)
                            .get(10, TimeUnit.SECONDS);
            assertThat(frames.next()).as("open packet").startsWith("0{");
            socket.sendText("40", true).get(10, TimeUnit.SECONDS);
            assertThat(frames.next()).as("connected").startsWith("40{");
            socket.sendText("42[\"create-room\"]", true).get(10, TimeUnit.SECONDS);
            assertThat(frames.next()).startsWith("42[\"room-created\"");
            socket.abort();
        }
    }

    @Test
    void showsARenewedCertificateWithoutARestart() throws Exception {
        TlsConfig first = make("first");
        TlsConfig second = make("second");
        var files = new TlsConfig(folder.resolve("chain.pem"), folder.resolve("key.pem"), false);
        copy(first, files);
        Vertx vertx = Vertx.vertx();
        try {
            Tls tls = Tls.load(vertx, files);
            HttpServer server =
                    vertx.createHttpServer(tls.configure(new HttpServerOptions().setPort(0)))
                            .requestHandler(request -> request.response().end("ok"))
                            .listen()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
            assertThat(shown(server, first)).isEqualTo(certificate(first));

            Files.writeString(files.certificate(), "half written");
            tls.lookAgain(server);
            assertThat(shown(server, first)).as("the old one").isEqualTo(certificate(first));

            copy(second, files);
            tls.lookAgain(server);
            assertThat(shown(server, second)).isEqualTo(certificate(second));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void saysWhatIsWrongWithTheFiles() throws Exception {
        TlsConfig first = make("first");
        TlsConfig second = make("second");
        Vertx vertx = Vertx.vertx();
        try {
            assertThatThrownBy(() -> Tls.load(vertx, pair(first.certificate(), second.key())))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("is not the key of tls-certificate");
            assertThatThrownBy(() -> Tls.load(vertx, pair(folder.resolve("none"), first.key())))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("tls-certificate: there is no file");
            assertThatThrownBy(
                            () -> Tls.load(vertx, pair(first.certificate(), first.certificate())))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("must be PEM files");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private TlsConfig make(String name) {
        TlsConfig files = TlsConfig.of("self-signed", null, folder.resolve(name));
        SelfSignedCertificate.renew(files);
        return files;
    }

    private static TlsConfig pair(Path certificate, Path key) {
        return new TlsConfig(certificate, key, false);
    }

    private static void copy(TlsConfig from, TlsConfig to) throws Exception {
        Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.key(), to.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Certificate certificate(TlsConfig files) throws Exception {
        try (var in = Files.newInputStream(files.certificate())) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /// What a new connection gets to see; fails when it is not what `trusted` holds.
    private static Certificate shown(HttpServer server, TlsConfig trusted) throws Exception {
        try (HttpClient client = trusting(trusted)) {
            return get(client, "https://localhost:" + server.actualPort() + "/")
                    .sslSession()
                    .orElseThrow()
                    .getPeerCertificates()[0];
        }
    }

    private static HttpClient trusting(TlsConfig files) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setCertificateEntry("ours", certificate(files));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static final class Frames implements WebSocket.Listener {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            String text = texts.poll(10, TimeUnit.SECONDS);
            assertThat(text).as("a frame within 10 s").isNotNull();
            return text;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            texts.add(data.toString());
            socket.request(1);
            return null;
        }
    }
}
