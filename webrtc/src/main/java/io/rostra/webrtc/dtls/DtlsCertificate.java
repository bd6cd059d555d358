package io.rostra.webrtc.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/// A self-signed certificate on P-256 and its key: who it belongs to is proven by the fingerprint
/// in the session description, not by a chain (RFC 8827 section 6.5). One serves a whole process.
/// Immutable.
public final class DtlsCertificate {

    private static final Duration VALIDITY = Duration.ofDays(365);

    private final byte[] encoded;
    private final AsymmetricKeyParameter privateKey;
    private final Fingerprint fingerprint;

    private DtlsCertificate(byte[] encoded, AsymmetricKeyParameter privateKey) {
        this.encoded = encoded;
        this.privateKey = privateKey;
        this.fingerprint = Fingerprint.of(encoded);
    }

    public static DtlsCertificate generate(SecureRandom random, Instant now) {
        X9ECParameters curve = SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);
        var generator = new ECKeyPairGenerator();
        generator.init(
                new ECKeyGenerationParameters(
                        new ECNamedDomainParameters(SECObjectIdentifiers.secp256r1, curve),
                        random));
        AsymmetricCipherKeyPair keys = generator.generateKeyPair();
        var name = new X500Name("CN=rostra");
        try {
            var builder =
                    new X509v3CertificateBuilder(
                            name,
                            new BigInteger(63, random).add(BigInteger.ONE),
                            Date.from(now.minus(Duration.ofDays(1))),
                            Date.from(now.plus(VALIDITY)),
                            name,
                            SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                                    keys.getPublic()));
            var signatureAlgorithm =
                    new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
            var digestAlgorithm =
                    new DefaultDigestAlgorithmIdentifierFinder().find(signatureAlgorithm);
            X509CertificateHolder holder =
                    builder.build(
                            new BcECContentSignerBuilder(signatureAlgorithm, digestAlgorithm)
                                    .build(keys.getPrivate()));
            return new DtlsCertificate(holder.getEncoded(), keys.getPrivate());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("P-256 and ECDSA come with the library", e);
        }
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    byte[] encoded() {
        return encoded;
    }

    AsymmetricKeyParameter privateKey() {
        return privateKey;
    }
}
