package io.rostra.webrtc.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// Hash of a certificate as it stands in `a=fingerprint` (RFC 8122 section 5). Only SHA-256, which
/// every WebRTC endpoint sends.
///
/// @param value upper-case hex pairs with colons between
public record Fingerprint(String value) {

    public static final String ALGORITHM = "sha-256";
    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":").withUpperCase();

    public static Fingerprint of(byte[] certificateDer) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificateDer);
            return new Fingerprint(FORMAT.formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// Reads the value of an `a=fingerprint` attribute; empty when it is no SHA-256 fingerprint.
    public static Optional<Fingerprint> parse(String attribute) {
        String[] parts = attribute.trim().split(" +");
        if (parts.length != 2 || !parts[0].equalsIgnoreCase(ALGORITHM)) {
            return Optional.empty();
        }
        String hex = parts[1].toUpperCase(Locale.ROOT);
        return hex.matches("([0-9A-F]{2}:){31}[0-9A-F]{2}")
                ? Optional.of(new Fingerprint(hex))
                : Optional.empty();
    }

    /// The value of an `a=fingerprint` attribute.
    public String toAttribute() {
        return ALGORITHM + " " + value;
    }
}
