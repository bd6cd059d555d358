package io.rostra.server;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS of the TCP port. The files are looked at again every half minute: a renewed certificate is
/// shown to whoever connects from then on, one that cannot be used is refused and the old one
/// stays.
final class Tls {

    private static final Logger log = LoggerFactory.getLogger(Tls.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final TlsConfig config;
    private Pem shown;

    /// What is in both files.
    private record Pem(Buffer certificate, Buffer key) {

        PemKeyCertOptions options() {
            return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
        }
    }

    private Tls(Vertx vertx, TlsConfig config, Pem shown) {
        this.vertx = vertx;
        this.config = config;
        this.shown = shown;
    }

    /// @throws StartException when the files are missing or do not fit together
    static Tls load(Vertx vertx, TlsConfig config) throws StartException {
        if (config.selfSigned()) {
            SelfSignedCertificate.renew(config);
        }
        Pem pem = read(config);
        check(vertx, config, pem);
        return new Tls(vertx, config, pem);
    }

    /// TLS 1.2 and 1.3, and HTTP/2 for those who speak it.
    HttpServerOptions configure(HttpServerOptions options) {
        return options.setSsl(true).setUseAlpn(true).setKeyCertOptions(shown.options());
    }

    /// Shows renewed files from now on.
    void follow(HttpServer server) {
        vertx.setPeriodic(
                LOOK_AGAIN.toMillis(),
                _ -> Thread.ofVirtual().name("tls-files").start(() -> lookAgain(server)));
    }

    synchronized void lookAgain(HttpServer server) {
        try {
            if (config.selfSigned()) {
                SelfSignedCertificate.renew(config);
            }
            Pem pem = read(config);
            if (pem.equals(shown)) {
                return;
            }
            check(vertx, config, pem);
            ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(pem.options());
            options.setUseAlpn(true);
            server.updateSSLOptions(options).toCompletionStage().toCompletableFuture().join();
            shown = pem;
            log.info("Shows the renewed certificate of {}", config.certificate());
        } catch (StartException | RuntimeException e) {
            log.warn("The old certificate stays in use: {}", e.getMessage());
        }
    }

    private static Pem read(TlsConfig config) throws StartException {
        return new Pem(
                read(config.certificate(), "tls-certificate"), read(config.key(), "tls-key"));
    }

    private static Buffer read(Path file, String setting) throws StartException {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            throw new StartException("%s: there is no file %s".formatted(setting, file));
        } catch (IOException e) {
            throw new StartException(
                    "%s: %s cannot be read: %s".formatted(setting, file, e.getMessage()));
        }
    }

    /// Says in plain words what browsers would only call a failed handshake.
    private static void check(Vertx vertx, TlsConfig config, Pem pem) throws StartException {
        X509Certificate certificate;
        PrivateKey key;
        try {
            X509KeyManager manager = keyManager(pem.options(), vertx);
            String alias =
                    List.of("RSA", "EC", "EdDSA").stream()
                            .map(type -> manager.getServerAliases(type, null))
                            .filter(aliases -> aliases != null && aliases.length > 0)
                            .findFirst()
                            .orElseThrow(() -> new GeneralSecurityException("no usable key"))[0];
            certificate = manager.getCertificateChain(alias)[0];
            key = manager.getPrivateKey(alias);
        } catch (Exception e) {
            throw new StartException(
                    "tls-certificate %s and tls-key %s must be PEM files, the key without a passphrase: %s"
                            .formatted(config.certificate(), config.key(), e.getMessage()));
        }
        if (!belongTogether(certificate, key)) {
            throw new StartException(
                    "tls-key %s is not the key of tls-certificate %s"
                            .formatted(config.key(), config.certificate()));
        }
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException _) {
            log.warn(
                    "The certificate {} ran out on {}; browsers will refuse it",
                    config.certificate(),
                    certificate.getNotAfter());
        } catch (CertificateNotYetValidException _) {
            log.warn(
                    "The certificate {} is good only from {} on",
                    config.certificate(),
                    certificate.getNotBefore());
        }
    }

    private static X509KeyManager keyManager(PemKeyCertOptions options, Vertx vertx)
            throws Exception {
        for (KeyManager manager : options.getKeyManagerFactory(vertx).getKeyManagers()) {
            if (manager instanceof X509KeyManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no usable key");
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        byte[] text = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(text);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
