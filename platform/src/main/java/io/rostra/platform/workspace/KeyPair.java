package io.rostra.platform.workspace;

import java.security.SecureRandom;
import java.util.HexFormat;

/// The pair that signs a workspace's tokens.
///
/// @param accessKey names the pair; it travels in every token
/// @param secret the HMAC key as text; never log it
public record KeyPair(String accessKey, String secret) {

    public KeyPair {
        if (accessKey.isBlank() || secret.isBlank()) {
            throw new IllegalArgumentException("neither access key nor secret may be empty");
        }
    }

    /// A pair nobody can guess: 96 bits to name it, 256 bits to sign with.
    public static KeyPair generate(SecureRandom random) {
        return new KeyPair(hex(random, 12), hex(random, 32));
    }

    private static String hex(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "KeyPair[accessKey=" + accessKey + "]";
    }
}
