package io.rostra.webrtc.dtls;

import io.rostra.webrtc.srtp.KeyingMaterial;
import io.rostra.webrtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// What both sides of the handshake have in common: suites, certificate, use_srtp and key export.
final class DtlsPeerSettings {

    /// Ephemeral ECDH with AES-GCM only: all browsers have the first (RFC 8827 section 6.5).
    static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    };

    /// Label of RFC 5764 section 4.2.
    private static final String EXPORTER_LABEL = "EXTRACTOR-dtls_srtp";

    /// AEAD first: half the CPU of AES-CM with HMAC.
    private static final List<SrtpProfile> PREFERENCE =
            List.of(
                    SrtpProfile.AEAD_AES_128_GCM,
                    SrtpProfile.AEAD_AES_256_GCM,
                    SrtpProfile.AES128_CM_HMAC_SHA1_80);

    private final BcTlsCrypto crypto;
    private final DtlsCertificate certificate;
    private @Nullable SrtpProfile profile;
    private @Nullable Fingerprint remoteFingerprint;
    private @Nullable HandshakeResult result;

    DtlsPeerSettings(BcTlsCrypto crypto, DtlsCertificate certificate) {
        this.crypto = crypto;
        this.certificate = certificate;
    }

    /// The profile we like best among those offered.
    void chooseProfile(Hashtable<?, ?> clientExtensions) throws IOException {
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        if (offered == null) {
            return;
        }
        for (SrtpProfile candidate : PREFERENCE) {
            for (int code : offered.getProtectionProfiles()) {
                if (code == candidate.codePoint()) {
                    profile = candidate;
                    return;
                }
            }
        }
    }

    void acceptProfile(Hashtable<?, ?> serverExtensions) throws IOException {
        UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
        if (chosen != null && chosen.getProtectionProfiles().length == 1) {
            int code = chosen.getProtectionProfiles()[0];
            PREFERENCE.stream()
                    .filter(p -> p.codePoint() == code)
                    .findFirst()
                    .ifPresent(p -> profile = p);
        }
    }

    void addAllProfiles(Hashtable<?, ?> clientExtensions) throws IOException {
        int[] codes = PREFERENCE.stream().mapToInt(SrtpProfile::codePoint).toArray();
        TlsSRTPUtils.addUseSRTPExtension(
                clientExtensions, new UseSRTPData(codes, TlsUtils.EMPTY_BYTES));
    }

    void addChosenProfile(Hashtable<?, ?> serverExtensions) throws IOException {
        if (profile != null) {
            TlsSRTPUtils.addUseSRTPExtension(
                    serverExtensions,
                    new UseSRTPData(new int[] {profile.codePoint()}, TlsUtils.EMPTY_BYTES));
        }
    }

    TlsCredentialedSigner signer(TlsContext context) throws IOException {
        TlsCertificate own = crypto.createCertificate(certificate.encoded());
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                certificate.privateKey(),
                new Certificate(new TlsCertificate[] {own}),
                SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    void rememberRemote(@Nullable Certificate chain) throws IOException {
        if (chain != null && !chain.isEmpty()) {
            remoteFingerprint = Fingerprint.of(chain.getCertificateAt(0).getEncoded());
        }
    }

    /// To be called from `notifyHandshakeComplete`: later the secrets are gone.
    void exportKeys(TlsContext context) {
        if (profile == null || remoteFingerprint == null) {
            return;
        }
        byte[] exported =
                context.exportKeyingMaterial(
                        EXPORTER_LABEL, null, KeyingMaterial.exportLength(profile));
        result =
                new HandshakeResult(
                        remoteFingerprint, KeyingMaterial.fromExporter(profile, exported));
    }

    /// Empty when the other side showed no certificate or shares no SRTP profile with us.
    Optional<HandshakeResult> result() {
        return Optional.ofNullable(result);
    }
}
