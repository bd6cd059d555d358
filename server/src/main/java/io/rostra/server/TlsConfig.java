package io.rostra.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The PEM files that the TCP port shows itself with.
///
/// @param certificate the chain, the server's own first
/// @param key its private key, unencrypted
/// @param selfSigned they are ours to make
record TlsConfig(Path certificate, Path key, boolean selfSigned) {

    private static final String SELF_SIGNED = "self-signed";

    /// @throws ConfigException naming the key that cannot be used
    static TlsConfig of(String certificate, @Nullable String key, Path dataDir) {
        if (certificate.equals(SELF_SIGNED)) {
            ConfigException.check(key == null, "tls-key", "is not for a self-signed certificate");
            Path folder = dataDir.resolve("tls");
            return new TlsConfig(
                    folder.resolve("self-signed.pem"), folder.resolve("self-signed.key"), true);
        }
        if (key == null) {
            throw new ConfigException("tls-key must be set when tls-certificate is set");
        }
        return new TlsConfig(Path.of(certificate), Path.of(key), false);
    }
}
