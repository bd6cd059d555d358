package io.rostra.server;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate of our own making, for a network without a name that others would certify:
/// browsers give a page the camera only over TLS, and warn once of this one.
final class SelfSignedCertificate {

    /// As long as browsers accept.
    private static final Duration VALIDITY = Duration.ofDays(397);

    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private SelfSignedCertificate() {}

    /// Makes the files unless they are there and good for another month.
    static void renew(TlsConfig config) {
        Instant now = Instant.now();
        try {
            if (isGood(config.certificate(), now) && Files.exists(config.key())) {
                return;
            }
            Files.createDirectories(config.certificate().getParent());
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            String key = pem(new JcaPKCS8Generator(keys.getPrivate(), null));
            replace(config.key(), key);
            replace(config.certificate(), pem(certificate(keys, now)));
        } catch (IOException e) {
            throw new UncheckedIOException("No certificate could be made", e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("P-256 and ECDSA come with every JDK", e);
        }
    }

    private static boolean isGood(Path file, Instant now) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            var certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            return certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static X509CertificateHolder certificate(KeyPair keys, Instant now)
            throws OperatorCreationException, IOException {
        var name = new X500Name("CN=Rostra");
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(63, new SecureRandom()).add(BigInteger.ONE),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(VALIDITY)),
                        name,
                        keys.getPublic())
                .addExtension(Extension.subjectAlternativeName, false, names())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    }

    /// By which others on the network may call this machine.
    private static GeneralNames names() throws SocketException {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (host.matches("[A-Za-z0-9.-]{1,253}") && !host.matches("[0-9.]+")) {
                names.add(new GeneralName(GeneralName.dNSName, host));
            }
        } catch (UnknownHostException _) {
            // Then it has addresses alone.
        }
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            each.inetAddresses()
                    .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                    .forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    /// A temporary file is readable by its owner alone, and stays so when it moves.
    private static void replace(Path file, String text) throws IOException {
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "tls", ".tmp");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
